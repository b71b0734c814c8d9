"""Make forcing, soil moisture, attributes and the quality table from the raw files."""

from typing import TYPE_CHECKING

from fpl import config, logs
from fpl.data.prepare import prepare

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    prepare(
        manifest=snakemake.input.manifest,
        forcing=snakemake.output.forcing,
        observations=snakemake.output.observations,
        attributes=snakemake.output.attributes,
        quality_table=snakemake.output.quality,
        settings=snakemake.params.settings["data"],
        periods=snakemake.params.settings["periods"],
        config_sha256=config.digest(snakemake.params.settings),
    )
