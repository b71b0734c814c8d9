"""Find or download the raw files; write where each one is."""

from fpl import logs
from fpl.data.fetch import fetch

logs.start(snakemake.log[0])
settings = snakemake.params.settings["data"]
fetch(
    table=snakemake.input.table,
    manifest=snakemake.output.manifest,
    local_folders=settings["local_folders"],
    download_folder=settings["download_folder"],
)
