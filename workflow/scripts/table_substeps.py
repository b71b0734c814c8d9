"""What fewer sub-steps of VIC's soil column change, with prior and with learned parameters."""

from fpl import logs
from fpl.evaluation.checks import substeps
from fpl.problem.files import open_from, read_parameters
from fpl.setups.vic import physics
from fpl.tables.runs import write

RUNOFF_STEPS = (1, 2, 4, 8, 24)  # the last is VIC's own

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model)
problem, learned, _ = read_parameters(snakemake.input.parameters, inputs)
sections = {n: settings["processes"]["vic"] | {"runoff_steps": n} for n in RUNOFF_STEPS}
models = {
    n: physics(section, snakemake.params.model).with_dynamic(*problem.model.dynamic)
    for n, section in sections.items()
}
table = substeps(problem, {"prior": problem.parameters(None), "learned": learned}, models)
table.insert(0, "dataset", snakemake.wildcards.dataset)
table.insert(1, "model", settings["headline"])
write(table, snakemake.output.table)
