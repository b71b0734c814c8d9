"""Score what was found through a surrogate by both judges, and the surrogate by the model."""

from fpl import config, logs
from fpl.data import store
from fpl.evaluation.surrogate import judged_twice, surrogate_errors
from fpl.learning.surrogate_round import restore
from fpl.problem.files import open_from, read_parameters
from fpl.problem.surrogate import SurrogateProblem
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings, named = snakemake.params.settings, snakemake.input
training = config.SurrogateTraining(**snakemake.params.training)
inputs = open_from(named, settings, snakemake.params.model)
problem, parameters, found = read_parameters(named.parameters, inputs)
surrogate = restore(problem, training.hidden, named.surrogate)
through = SurrogateProblem.replacing(problem, surrogate, training.spin_up_days)
labels = {"cell": found["cell"], "time": inputs.forcing["time"][: problem.test.stop]}
observed = store.open_observations(named.observations)
days = settings["evaluation"]["minimum_days"]
metrics = judged_twice(problem, through, parameters, labels, observed, settings["periods"], days)
write(metrics, snakemake.output.metrics)
unit = problem.unit_of(parameters)
sets, seed = snakemake.params.held_out_sets, int(snakemake.wildcards.seed)
errors = surrogate_errors(problem, through, unit, sets, training.spread, seed)
write(errors, snakemake.output.errors)
