"""A run: what was made, named in its path."""

from pathlib import Path
from typing import NamedTuple

from fpl.errors import DataError


class Run(NamedTuple):
    """One run of a method: results are in ``results/{dataset}/{model}/{method}/{sample}/seedN``."""

    dataset: str
    model: str
    method: str
    sample: str
    seed: int

    @property
    def folder(self) -> str:
        """The folder of the run, below ``results``."""
        return f"{self.dataset}/{self.model}/{self.method}/{self.sample}/seed{self.seed}"

    def path(self, name: str) -> str:
        """The path of a file of the run."""
        return f"results/{self.folder}/{name}"

    @classmethod
    def parse(cls, path: str | Path) -> "Run":
        """The run that a file of that path belongs to, ``.../{folder}/FILE``; DataError if the path
        does not end so."""
        folders = Path(path).parent.parts[-5:]
        number = folders[-1].removeprefix("seed") if folders else ""
        if len(folders) < 5 or folders[-1] == number or not number.isdecimal():
            raise DataError(
                f"{path}: expected .../DATASET/MODEL/METHOD/SAMPLE/seedN/FILE, got another path; "
                "results stay where the workflow writes them"
            )
        dataset, model, method, sample, _ = folders
        return cls(dataset, model, method, sample, int(number))
