"""Generate the data of a case: weather, attributes, true parameters, and what is observed."""

from importlib import import_module

from fpl import config, logs
from fpl.twin.world import write

logs.start(snakemake.log[0])
settings = snakemake.params.settings
source = import_module(f"fpl.twin.{settings['data']['source']}")
write(
    source.world(settings),
    dict(snakemake.output.items()),
    settings=settings,
    model=snakemake.params.model,
    dataset=snakemake.wildcards.dataset,
    config_sha256=config.digest(settings),
)
