"""A study: everything that is fixed before the first answer, as one frozen object."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text
from forms.model.item_bank import BankItem, Construct
from forms.model.questionnaire import Questionnaire
from forms.model.scales import Scale
from forms.model.thresholds import FLOORS, Thresholds


class Group(Frozen):
    """A respondent group and how it enters the survey."""

    id: Identifier
    name: Text
    short: Text
    entry: Literal["code", "open_or_code"]
    keeps_unit: bool
    """True: the unit is stored with the answers (confidential). False: only a block of strata is stored (anonymous),
    METHOD 12.
    """
    one_per_unit: bool = False
    """Heads: a census with one person per agency, whose figures also need ten agencies."""
    short_name: Identifier | None = None
    """The form opens under the short address ``/k/<short_name>`` as well."""
    minutes: int
    """The length promised on the first page; a check compares it with the estimate from the words."""


class Stratum(Frozen):
    """A level of the frame with its target number of units."""

    id: Identifier
    name: Text
    target: int | None
    block: Identifier
    """The coarser part of the frame that is shown if strata are too small."""


class Unit(Frozen):
    """An agency of the sampling frame."""

    id: Identifier
    stratum: Identifier
    name: Text
    example: bool = False
    """A made-up entry, not a real agency of the study."""


class Frame(Frozen):
    """The sampling frame of one round."""

    edition: str
    strata: tuple[Stratum, ...]
    units: tuple[Unit, ...] = ()

    @cached_property
    def stratum_of_unit(self) -> Mapping[str, str]:
        """Maps unit id to stratum id."""
        return {unit.id: unit.stratum for unit in self.units}

    @cached_property
    def block_of_stratum(self) -> Mapping[str, str]:
        """Maps stratum id to block, for strata that have one."""
        return {stratum.id: stratum.block for stratum in self.strata if stratum.block}


class Contrast(Frozen):
    """A primary comparison declared before the data (METHOD 6)."""

    construct_id: Identifier = Field(alias="construct")
    groups: tuple[Identifier, Identifier]


class AnalysisPlan(Frozen):
    """The planned comparisons, fixed before the data."""

    primary: tuple[Contrast, ...]
    items: tuple[Identifier, ...]
    breakdowns: tuple[Identifier, ...] = ()
    """Questions by which results may be split, in addition to the respondent group."""


class Study(Frozen):
    """The whole study; ``forms.loading.studies.load_study`` makes it from a folder."""

    id: Identifier
    title: Text
    organisation: Text
    round: Identifier
    contact: Text
    languages: tuple[str, ...]
    fieldwork: Text
    delete_after: date | None = None
    results: Text | None = None
    """How and when results are published; shown on the first and the last page."""
    groups: tuple[Group, ...]
    thresholds: Thresholds = FLOORS
    scales: dict[Identifier, Scale]
    constructs: tuple[Construct, ...]
    items: tuple[BankItem, ...]
    questionnaires: dict[Identifier, Questionnaire]
    """Maps group id to its form."""
    frame: Frame
    analysis: AnalysisPlan
    agency_report: dict[str, Any] = Field(default_factory=dict)
    """Sections and fields of the agency report, for a later version; only ids and languages are checked."""
    version: str = ""
    """Hash of the whole content."""

    @property
    def rated_agencies(self) -> frozenset[str]:
        """The ids of the questions whose answers name the agency that a form is about."""
        return frozenset(form.rated_agency for form in self.questionnaires.values() if form.rated_agency)

    def group(self, group_id: str) -> Group:
        """The group of that id; KeyError if the study has none."""
        return {group.id: group for group in self.groups}[group_id]

    def item(self, item_id: str) -> BankItem | None:
        """The bank item of that id, or None for a question outside the bank."""
        return next((item for item in self.items if item.id == item_id), None)
