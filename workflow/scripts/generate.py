"""Generate the world (twin): weather, attributes, true parameters, and moisture from VIC."""

from typing import TYPE_CHECKING

from fpl import config, logs
from fpl.twin.world import generate

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    generate(
        forcing=snakemake.output.forcing,
        observations_file=snakemake.output.observations,
        attributes_file=snakemake.output.attributes,
        quality_table=snakemake.output.quality,
        truth=snakemake.output.truth,
        truth_fluxes=snakemake.output.truth_fluxes,
        settings=snakemake.params.settings,
        model=snakemake.params.model,
        config_sha256=config.digest(snakemake.params.settings),
    )
