"""The wording of doubts, faults and scales on the pages of uploaded files."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask_babel import gettext

from analysis.sources import SOURCES
from analysis.sources.input_faults import InputFaultError
from surveyapp.instance.faults import N_
from surveyapp.web.languages import page_language

if TYPE_CHECKING:
    from analysis.sources.understanding.column_readings import ColumnReading, Doubt

DOUBTS: Mapping[str, str] = {
    "text_among_codes": N_(
        "The text “{text}” stands among numbers ({place}), so the column cannot be compared. Please correct it and "
        "upload the file again, or choose the scale, or enter the text among the codes that are no answers."
    ),
    "undeclared_code": N_(
        "{about} lies outside the scale, so the column cannot be compared. If it means that there is no answer, please "
        "enter it among the codes that are no answers; if it is an answer, choose the scale; if the column holds "
        "amounts, choose amounts."
    ),
    "many_values": N_(
        "{about} different values are many for a scale. Please choose amounts if they are amounts, or another role if "
        "they are no answers."
    ),
}
"""In place of the texts of ``python -m analysis``, which name its options."""
SCALES: Mapping[str, str] = {
    "agree5": N_("agreement, 5 points"),
    "satisfaction5": N_("satisfaction, 5 points"),
    "frequency5": N_("frequency, 5 points"),
    "performance5": N_("performance, 5 points (poor to good)"),
    "quality5": N_("quality, 5 points (very poor to very good)"),
    "extent5": N_("extent, 5 points"),
    "importance5": N_("importance, 5 points"),
    "yes_no": N_("no / yes"),
    "1-5": "1–5",
    "1-7": "1–7",
    "0-10": "0–10",
    "amounts": N_("amounts"),
}
NO_QUESTIONS = N_("No column is understood as a question. Please choose the role “question” for what is compared.")


def doubt_in_words(reading: "ColumnReading", doubt: "Doubt") -> str:
    """A doubt as a sentence that says what to do on this page."""
    if doubt.code not in DOUBTS:
        from analysis.wording.column_texts import doubt_text

        return doubt_text(reading, doubt, page_language())
    place, _, text = doubt.about.partition(":")
    if place.isdigit():
        place = gettext("row %(number)s", number=place)
    return str(gettext(DOUBTS[doubt.code])).format(about=doubt.about.replace(",", ", "), place=place, text=text)


def fault_in_words(fault: InputFaultError) -> str:
    """A fault of a file with its place and what to do."""
    if fault.code == "no_items":
        return str(gettext(NO_QUESTIONS))
    return fault.in_words(page_language())


def endings() -> tuple[str, ...]:
    """The endings of names of files that can be uploaded."""
    return tuple(ending for source in SOURCES.values() for ending in source.endings)


def ending_of(name: str) -> str | None:
    """The ending of a name, in lower case; ``None`` if no such files can be read."""
    known = (ending for ending in endings() if name.lower().endswith(ending))
    return max(known, key=len, default=None)
