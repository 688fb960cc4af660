"""The allowed content of a codebook file, as pydantic models: the native and the short format of docs/analysis.md.

Types are strict: ``"1"`` is no number and ``"no"`` is no truth value. Undescribed entries are ignored, and ``null`` is
treated as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.results import Comparability
from analysis.sources.dataset import Codebook, Group, Option, Variable
from analysis.sources.files.declared_missing import REASONS, cell
from analysis.sources.understanding.role_guesses import ROLES
from forms.languages import LANGUAGES
from forms.missing_values import Missing

KINDS = ("ordinal", "nominal", "binary", "numeric")
RULES = tuple(rule.value for rule in Comparability)


def _one_of(names: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in names:
            raise PydanticCustomError("not_offered", "one of {expected}", {"expected": ", ".join(names)})
        return value

    return AfterValidator(check)


def _text_per_language(value: Any) -> Any:
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise PydanticCustomError("text_or_texts", "a text, or one per language")
    return value


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _whole_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _codes_without_reason(value: Any) -> Any:
    return {str(code): "left_blank" for code in value} if isinstance(value, list) else value


Texts = Annotated[dict[str, str], BeforeValidator(_text_per_language)]
"""A text per language; a plain text applies to every language."""
Code = Annotated[str, BeforeValidator(_number_as_text)]
"""The code of a group, as text or number."""
Number = Annotated[int, BeforeValidator(_whole_number)]
Kind = Annotated[str, _one_of(KINDS)]
Rule = Annotated[str, _one_of(RULES)]
Role = Annotated[str, _one_of(ROLES)]
Reasons = Annotated[dict[str, Annotated[str, _one_of(tuple(REASONS))]], BeforeValidator(_codes_without_reason)]
"""Codes that are no answers, with their reasons; a list of codes stands for blanks."""


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_null(cls, content: Any) -> Any:
        if isinstance(content, Mapping):
            return {name: value for name, value in content.items() if value is not None}
        return content


class OptionEntry(_Entry):
    """A declared answer."""

    code: Number
    label: Texts = {}


class GroupEntry(_Entry):
    """A group of respondents."""

    code: Code
    label: Texts = {}
    census_of_units: bool = False


class RuleEntry(_Entry):
    """How the answers of two groups to an item may be compared."""

    groups: Annotated[list[Code], Field(min_length=2, max_length=2)]
    rule: Rule


class VariableEntry(_Entry):
    """The meaning of a column; only ``name`` is required."""

    name: str
    kind: Kind = "ordinal"
    label: Texts = {}
    options: list[OptionEntry] = []
    scale: str = ""
    neutral_code: Number | None = None
    averaged: bool | None = None
    reversed: bool = False
    construct_name: Annotated[str | None, Field(alias="construct")] = None
    scored: dict[str, bool] = {}
    referent: dict[str, str] = {}
    wording: dict[str, Texts] = {}
    numbers: dict[str, Number] = {}
    comparability: list[RuleEntry] = []
    comparability_default: Rule = Comparability.COMPARE.value
    sensitive: bool = False
    position: Number | None = None
    question: str = ""
    gates: dict[str, list[str]] = {}
    missing: Reasons = {}
    role: Role = ""

    def variable(self, place: int) -> Variable:
        """The variable; ``place`` is its position unless it has its own."""
        return Variable(
            name=self.name,
            kind=self.kind,
            label=self.label,
            options=tuple(Option(option.code, option.label) for option in self.options),
            scale=self.scale,
            neutral_code=self.neutral_code,
            averaged=self.kind != "nominal" if self.averaged is None else self.averaged,
            reversed=self.reversed,
            construct=self.construct_name,
            scored=self.scored,
            referent=self.referent,
            wording=self.wording,
            numbers=self.numbers,
            comparability={frozenset(entry.groups): Comparability(entry.rule) for entry in self.comparability},
            comparability_default=Comparability(self.comparability_default),
            sensitive=self.sensitive,
            position=place if self.position is None else self.position,
            question=self.question,
            gates={group: tuple(columns) for group, columns in self.gates.items()},
            missing=_missing(self.missing),
            role=self.role,
        )


class CodebookFile(_Entry):
    """The native format of a codebook."""

    variables: list[VariableEntry]
    groups: list[GroupEntry] = []
    constructs: dict[str, Texts] = {}
    title: Texts = {}
    source: str = ""
    missing: Reasons = {}

    def codebook(self) -> Codebook:
        """The codebook that the file describes."""
        return Codebook(
            variables=tuple(entry.variable(place) for place, entry in enumerate(self.variables)),
            groups=tuple(Group(entry.code, entry.label, entry.census_of_units) for entry in self.groups),
            constructs=self.constructs,
            title=self.title,
            source=self.source,
            missing=_missing(self.missing),
        )


class GroupsEntry(_Entry):
    """The groups of the short format."""

    values: dict[str, Texts] = {}


class ShortCodebookFile(_Entry):
    """The short format: for each item the texts of the codes 1, 2, …."""

    labels: dict[str, list[Texts]]
    wording: dict[str, Texts] = {}
    negatively_worded: list[str] = []
    groups: GroupsEntry = GroupsEntry()
    source: str = ""
    missing: Reasons = {}

    def codebook(self) -> Codebook:
        """The codebook that the file describes."""
        variables = tuple(
            Variable(
                name=name,
                label=self.wording.get(name, {}),
                options=tuple(Option(code, text) for code, text in enumerate(labels, 1)),
                reversed=name in self.negatively_worded,
                position=place,
            )
            for place, (name, labels) in enumerate(self.labels.items())
        )
        groups = tuple(Group(code, text) for code, text in self.groups.values.items())
        return Codebook(variables, groups, source=self.source, missing=_missing(self.missing))


def _missing(reasons: Mapping[str, str]) -> dict[str, Missing]:
    return {cell(code): REASONS[name] for code, name in reasons.items()}


def codebook_of(content: Any) -> Codebook:
    """The codebook in a JSON document of either format; raises ``pydantic.ValidationError``."""
    short = isinstance(content, Mapping) and "labels" in content
    read: Callable[[Any], ShortCodebookFile | CodebookFile] = (
        ShortCodebookFile.model_validate if short else CodebookFile.model_validate
    )
    return read(content).codebook()
