"""The words that tables, figures and the workflow share: study, target, metric, method, run.

Nothing heavy is imported here: the Snakefile, every table and every figure read these modules.
"""

from fpl.terms.method import METHODS, Method
from fpl.terms.metric import METRICS, Metric
from fpl.terms.run import Run
from fpl.terms.study import Study
from fpl.terms.target import Target

__all__ = ["METHODS", "METRICS", "Method", "Metric", "Run", "Study", "Target"]
