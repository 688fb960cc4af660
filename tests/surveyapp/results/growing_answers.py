"""Simulated people who answer between two releases, and a study of eight columns."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.comparisons.group_comparisons import compare, compare_tally
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Comparison
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.sources.tally import tally
from forms.missing_values import Missing
from surveyapp.results.releases.counting import answers_only
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_content import SCHEMA, read_content, write_content
from surveyapp.results.releases.renewing import Counted, Study, renew

GROUPS = ("leader", "civil_servant", "outsider")
PLANNED = ("a1", "a2", "a3")
OTHERS = ("gate", "why", "tick__1", "tick__2", "case")
SENSITIVE = ("gate", "case")
TEN = Thresholds()
FIVE = Thresholds(people=5)

_AGREE = tuple(Option(code) for code in range(1, 6))
_YES_NO = (Option(0), Option(1))


def codebook(letter: str = "") -> Codebook:
    """Return the study; ``letter`` stands for a correction of one wording."""
    return Codebook(
        variables=(
            *(Variable(name, options=_AGREE, construct="a", question=name) for name in PLANNED),
            Variable(
                "gate", "binary", {"en": f"Did you see a case{letter}?"}, _YES_NO, question="gate", sensitive=True
            ),
            Variable("why", options=_AGREE, question="why", gates=dict.fromkeys(GROUPS, ("gate",))),
            Variable("tick__1", "binary", options=_YES_NO, question="tick"),
            Variable("tick__2", "binary", options=_YES_NO, question="tick"),
            Variable("case", "binary", options=_YES_NO, question="case", sensitive=True),
        ),
        groups=tuple(Group(code, {}, code == "leader") for code in GROUPS),
    )


@dataclass
class Field:
    """The people who have answered so far: group, agency, way of entry, answers."""

    luck: random.Random
    version: int = 1
    people: list[tuple[str, int, str, dict[str, int]]] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Add new people of one kind: any, heads, the open link, one branch, or people who skip most questions."""
        kind = self.luck.choice(("all", "all", "all", "leader", "open_link", "yes", "no", "few", "one"))
        only = self.luck.sample([*PLANNED, "gate", "tick__1", "case"], 2)
        for place in range(number):
            group = "leader" if kind == "leader" else "outsider" if kind == "open_link" else self.luck.choice(GROUPS)
            entry = "open_link" if kind == "open_link" else "headline"
            unit = len(self.people) if group == "leader" else self.luck.randrange(14)
            answers = self._answers(group, {"yes": 1, "no": 0}.get(kind))
            if kind == "few" or (kind == "one" and place):
                answers = {name: code if name in only else Missing.BLANK for name, code in answers.items()}
            if answers["gate"] != 1:
                answers["why"] = Missing.NOT_ASKED
            self.people.append((group, unit, entry, answers))

    def _answers(self, group: str, branch: int | None) -> dict[str, int]:
        gate = self.luck.randint(0, 1) if branch is None else branch
        answers = {name: min(5, max(1, round(self.luck.gauss(3, 1)))) for name in PLANNED}
        answers |= {"gate": gate, "why": self.luck.randint(1, 5)}
        answers |= {name: self.luck.randint(0, 1) for name in ("tick__1", "tick__2", "case")}
        return {name: Missing.BLANK if self.luck.random() < 0.04 else code for name, code in answers.items()}

    def forms(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for group, _, entry, _ in self.people:
            name = f"{group} open_link" if entry == "open_link" else group
            found[name] = found.get(name, 0) + 1
        return found

    def dataset(self, entry: str) -> Dataset:
        chosen = [person for person in self.people if person[2] == entry]
        return Dataset(
            codebook=codebook("" if self.version == 1 else "s"),
            columns={
                name: np.array([person[3][name] for person in chosen], dtype=np.int16) for name in (*PLANNED, *OTHERS)
            },
            group=np.array([GROUPS.index(person[0]) for person in chosen], dtype=np.int16),
            cluster=np.array([person[1] for person in chosen], dtype=np.int32),
            cluster_names=tuple(f"u{number}" for number in range(len(self.people) + 14)),
        )

    def release(self, old: Release | None) -> Release:
        """Return the release that follows ``old`` by the rule of the program."""
        headline = self.dataset("headline")
        counted = tally(headline, [*PLANNED, *OTHERS])
        comparisons = (
            compare(headline, PLANNED, TEN),
            compare_tally(replace(counted, items=counted.items[len(PLANNED) :]), headline.codebook, TEN),
        )
        beside = tally(self.dataset("open_link"), [*PLANNED, *OTHERS])
        return renew(
            Study(str(self.version), headline.codebook, TEN, working=FIVE),
            self.forms(),
            Counted("headline", comparisons, counted, self.working()),
            Counted("open_link", (compare_tally(beside, headline.codebook, TEN),), beside),
            old,
        )

    def working(self) -> Comparison:
        """Return what the working pages would show of all present answers."""
        headline = self.dataset("headline")
        counted = tally(headline, [*PLANNED, *OTHERS])
        return answers_only(counted, counted, headline.codebook, FIVE)


def elsewhere(release: Release) -> Release:
    """Return the release after writing it to and reading it from a database."""
    return read_content(SCHEMA, write_content(release))


def growing(seed: int) -> Iterator[Field]:
    """Let a field grow in one way: enough new people now and then, otherwise one to twelve, with changes of version."""
    luck = random.Random(seed)
    there = Field(luck)
    for _ in range(luck.randint(2, 7)):
        there.add(luck.randint(5, 40))
    yield there
    for _ in range(8):
        for _ in range(luck.randint(1, 3)):
            there.add(luck.randint(1, 12) if luck.random() < 0.8 else luck.randint(20, 60))
        there.version += luck.random() < 0.3
        yield there
