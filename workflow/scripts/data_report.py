"""Report coverage and defects of the data as a table and as maps."""

import pandas as pd

from fpl import logs
from fpl.data import report, store
from fpl.figures import data_report, style
from fpl.terms import Study

logs.start(snakemake.log[0])
files, made, settings = snakemake.input, snakemake.output, snakemake.params.settings
periods, samples = settings["periods"], settings["samples"]
study = Study.of(snakemake.params.study)
forcing = store.open_forcing(files.forcing)
observations = store.open_observations(files.observations)
attributes = store.open_attributes(files.attributes)
quality = pd.read_csv(files.quality)
facts = report.facts(forcing, observations, attributes, quality, periods, samples, study.place)
facts.to_csv(made.table, index=False, float_format="%.6g")
figure = data_report.plot(forcing, observations, quality, periods, study, samples)
style.save(figure, made.png, made.pdf)
