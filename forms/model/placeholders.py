"""Placeholders in a study that its organisation must fill in. A study with placeholders cannot be opened."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.model.study import Study
from forms.translation import N_, translate

PLACEHOLDERS: dict[str, str] = {
    "contact": N_(
        "study.yaml, contact: '{text}' is a placeholder. Write the name, telephone number and e-mail address that "
        "respondents can turn to."
    ),
    "no-date": N_(
        "study.yaml, delete_after: no date is given. Write the last day on which the answers are kept, such as "
        "{example}."
    ),
    "past-date": N_(
        "study.yaml, delete_after: {date} has passed. Write the last day on which the answers are kept, such as "
        "{example}."
    ),
    "example-units": N_(
        "frame_….yaml, units: {number} agencies are examples ({names}). Put the agencies of this round in their place "
        "and leave out 'example: true'."
    ),
    "empty-frame": N_(
        "frame_….yaml, units: there is no agency, but the group '{group}' enters by codes of an agency. Add the "
        "agencies of this round."
    ),
}
_NAMED_AT_MOST = 3
_YEARS_KEPT = 5

# "(the institute fills in …)", "(Viện điền …)", a text of dots and dashes only.
_TO_FILL_IN = re.compile(r"[(\[<][^)\]>]*\b(điền|fill(s|ed)? in|to do|todo)\b[^)\]>]*[)\]>]|^\W*$", re.IGNORECASE)
_EXAMPLE = re.compile(r"\((ví dụ|example)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder to fill in. ``key`` is a key of ``PLACEHOLDERS``."""

    key: str
    values: Mapping[str, str]

    def in_words(self, language: str) -> str:
        """File, key and instruction, in one of the languages."""
        return translate(PLACEHOLDERS[self.key], language).format_map(self.values)


def placeholders(study: Study, today: date) -> tuple[Placeholder, ...]:
    """All placeholders to fill in before a study can be opened; an empty tuple if there are none."""
    return (*_contact(study), *_deletion(study, today), *_frame(study))


def _contact(study: Study) -> Iterator[Placeholder]:
    for text in study.contact.values():
        if _TO_FILL_IN.search(text):
            yield Placeholder("contact", {"text": text})
            return


def _deletion(study: Study, today: date) -> Iterator[Placeholder]:
    example = f"{today.year + _YEARS_KEPT}-12-31"
    if study.delete_after is None:
        yield Placeholder("no-date", {"example": example})
    elif study.delete_after < today:
        yield Placeholder("past-date", {"date": str(study.delete_after), "example": example})


def _frame(study: Study) -> Iterator[Placeholder]:
    units = study.frame.units
    examples = [unit for unit in units if unit.example or any(map(_EXAMPLE.search, unit.name.values()))]
    if examples:
        more = ", …" if len(examples) > _NAMED_AT_MOST else ""
        names = ", ".join(unit.id for unit in examples[:_NAMED_AT_MOST]) + more
        yield Placeholder("example-units", {"number": str(len(examples)), "names": names})
    for group in study.groups:
        if not units and group.entry == "code" and (group.keeps_unit or group.one_per_unit):
            yield Placeholder("empty-frame", {"group": group.id})
            return
