"""Make the files of a case (forcing, observations, attributes, quality table) from raw files."""

from importlib import import_module

from fpl import config, logs

logs.start(snakemake.log[0])
settings = snakemake.params.settings
import_module(f"fpl.data.sources.{settings['data']['source']}").prepare(
    manifest=snakemake.input.manifest,
    forcing=snakemake.output.forcing,
    observations=snakemake.output.observations,
    attributes=snakemake.output.attributes,
    quality_table=snakemake.output.quality,
    settings=settings,
    dataset=snakemake.wildcards.dataset,
    config_sha256=config.digest(settings),
)
