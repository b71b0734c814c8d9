"""The claims ledger (config/claims.yaml): claims of the paper, our statistics, how they are judged.

Light, as all of ``fpl.config``: the rule of the ledger asks at parse time which tables it reads.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from fpl.config.base import Positive, Section
from fpl.config.messages import complaints
from fpl.errors import ConfigError

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Unit = Annotated[str, Field(min_length=1)]
Key = Annotated[  # a column by which a part picks its row
    str, Field(pattern="^(model|method|sample|against|cells|period|parameter|statistic)$")
]


class Effect(Section):
    """A size that matters, of what, in ``unit``, and why."""

    of: str
    size: Positive
    unit: Unit
    why: str


class Source(Section):
    """Where a claim stands: its words (``quote``), or what it says in ours (``gist``)."""

    quote: str = ""
    gist: str = ""
    where: str
    tag: Literal["V", "S", "I"]

    @model_validator(mode="after")
    def _either(self) -> Self:
        if bool(self.quote) == bool(self.gist):
            raise ValueError(
                "expected either quote (the source's own words) or gist (ours), "
                f"got {'both' if self.quote else 'neither'}; keep one"
            )
        return self


class Part(Section):
    """One statistic of a claim: the row of a table that ``where`` picks, and how it is judged."""

    name: str
    table: Name
    where: dict[Key, str]
    rule: Literal["at_most", "at_least", "reported"]  # reported: shown, never judged
    limit: float | None = None
    effect: Name | None = None
    unit: Unit | None = None  # of the row; that of the effect if there is one
    why: str = ""
    datasets: tuple[Name, ...] = ()  # cases that it is asked of; if none, those of the ledger
    primary: tuple[Name, ...] = ()  # cases in which it alone decides the claim

    @model_validator(mode="after")
    def _is_judged_by_something(self) -> Self:
        if "statistic" not in self.where:
            raise ValueError("where: expected a statistic, got none; say which one is meant")
        judged = self.rule != "reported"
        if judged != (self.limit is not None):
            raise ValueError(
                "limit: expected one with at_most and at_least, none with reported; got "
                f"{self.limit} with {self.rule}"
            )
        given = [name for name in ("effect", "why", "unit") if getattr(self, name)]
        if judged and given not in (["effect"], ["why", "unit"]):
            raise ValueError(
                "limit: expected either an effect whose size it is or a why and a unit of its own, "
                f"got {' and '.join(given) or 'neither'}; argue each limit once"
            )
        return self


class Claim(Section):
    """A claim, where it is from, what it is judged by, and what limits the reading."""

    id: Name
    claim: str
    asked_by: Literal["paper", "reviewer"]
    source: Source
    published: tuple[Name, ...] = ()  # ids of config/published.csv
    figure: str = ""
    limits_of_reading: str
    parts: list[Part] = Field(min_length=1)


class Ledger(Section):
    """All claims, and the ``cases`` that they are about."""

    cases: tuple[Name, ...]
    effects: dict[Name, Effect]
    claims: list[Claim] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [claim.id for claim in self.claims]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"claims: expected each id once, got {', '.join(twice)} twice; rename")
        for claim in self.claims:
            names = [part.name for part in claim.parts]
            if len(set(names)) < len(names):
                raise ValueError(f"claims.{claim.id}: expected each name of a part once; rename")
            self._check_primary(claim)
            for part in claim.parts:
                if part.effect:
                    self._check_effect(part, part.effect, f"claims.{claim.id}, {part.name}")
        return self

    def _check_primary(self, claim: Claim) -> None:
        judged = [part for part in claim.parts if part.rule != "reported"]
        cases = {name for part in claim.parts for name in (*self.asked_of(part), *part.primary)}
        for case in sorted(cases):
            able = [part.name for part in judged if case in self.asked_of(part)]
            named = [part.name for part in claim.parts if case in part.primary]
            if len(named) != bool(able) or not set(named) <= set(able):
                raise ValueError(
                    f"claims.{claim.id}: expected one part with a limit as the primary one of "
                    f"{case}, got {', '.join(named) or 'none'}; name {case} in `primary` of one "
                    f"of: {', '.join(able) or 'none (give a part a limit)'}"
                )

    def _check_effect(self, part: Part, effect: str, where: str) -> None:
        if effect not in self.effects:
            raise ValueError(
                f"{where}: expected an effect of {', '.join(self.effects)}, got {effect}; mend the "
                "name or add it to effects"
            )
        size = self.effects[effect].size
        if part.limit is not None and abs(part.limit) != size:
            raise ValueError(
                f"{where}: expected a limit of the effect's size, {size:g}, got {part.limit:g}; "
                "give the limit a why of its own instead"
            )

    def tables(self) -> list[str]:
        """The tables that parts read, each once."""
        return list(dict.fromkeys(part.table for claim in self.claims for part in claim.parts))

    def datasets(self) -> set[str]:
        """The cases that any part is asked of."""
        parts = [part for claim in self.claims for part in claim.parts]
        return {name for part in parts for name in self.asked_of(part)}

    def asked_of(self, part: Part) -> tuple[str, ...]:
        """The cases that a part is asked of."""
        return part.datasets or self.cases

    def unit(self, part: Part) -> str | None:
        """The unit that the row of a part must have, if one is asked for."""
        return self.effects[part.effect].unit if part.effect else part.unit

    def why(self, part: Part) -> str:
        """Why the limit of a part is where it is."""
        return self.effects[part.effect].why if part.effect else part.why


def check(values: Mapping[str, Any]) -> Ledger:
    """Check the ledger; ConfigError names each key that is wrong and says what to do."""
    try:
        return Ledger.model_validate(values)
    except ValidationError as error:
        found = complaints(error, "claims.yaml")
    raise ConfigError("claims (config/claims.yaml):\n" + "\n".join(f"  {line}" for line in found))


def read(path: str | Path) -> Ledger:
    """Read and check the ledger."""
    return check(yaml.safe_load(Path(path).read_text(encoding="utf-8")))
