"""Texts of how columns of a file are understood: roles, reasons for them, and doubts."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.sources.dataset import Option
from analysis.sources.understanding.column_readings import ColumnReading, Doubt
from analysis.translation import N_, text_in, translator
from analysis.wording.numbers import NOTHING
from analysis.wording.status_texts import MISSING_TEXTS
from forms.missing_values import Missing

ROLE_TEXTS: Mapping[str, str] = {
    "question": N_("question"),
    "attribute": N_("attribute"),
    "group": N_("group"),
    "cluster": N_("cluster"),
    "weight": N_("weight"),
    "identifier": N_("identifier"),
    "text": N_("text"),
    "date": N_("date"),
    "left_out": N_("left out"),
}
WHY_TEXTS: Mapping[str, str] = {
    "declared": N_("declared"),
    "name": N_("by its name"),
    "content": N_("by its content"),
    "empty": N_("empty"),
}
KIND_TEXTS: Mapping[str, str] = {
    "ordinal": N_("ordered answers"),
    "nominal": N_("answers without an order"),
    "binary": N_("two answers"),
    "numeric": N_("amounts"),
}
DOUBT_TEXTS: Mapping[str, str] = {
    "empty": N_("No cell has a value."),
    "decimals": N_("Numbers with decimals are left out; the comparison counts whole numbers."),
    "serial_dates": N_("The numbers look like dates as Excel counts them, in days."),
    "weights_unused": N_("Weights are not used; the groups are compared as surveyed."),
    "text_among_codes": N_(
        "{place} holds the text “{text}” among numbers, so the column cannot be compared. Please correct the cell, or "
        "declare the answers with --scale {name}=agree5 or --scale {name}=1-5, or the text with --missing."
    ),
    "undeclared_code": N_(
        "{about} lies outside the scale, so the column cannot be compared. If it means that there is no answer, give "
        "--missing {first}=dont_know; if it is an answer, --scale {name}=…; if the column holds amounts, --amounts "
        "{name}."
    ),
    "many_values": N_(
        "{about} different values are many for a scale. If they are amounts, give --amounts {name}; if they name "
        "agencies, --role {name}=cluster; if they are no answers, --role {name}=attribute."
    ),
    "texts_as_answers": N_("The texts were read as answers; please check the codes."),
    "one_value": N_("All values are equal."),
}


def role_text(reading: ColumnReading, language: str) -> str:
    """``câu hỏi (theo nội dung)``."""
    say = translator(language)
    return f"{say(ROLE_TEXTS[reading.role])} ({say(WHY_TEXTS[reading.why])})"


def scale_text(reading: ColumnReading, language: str) -> str:
    """The answers with their codes, or the kind and the range of the codes found; empty for what is no question."""
    if reading.role != "question":
        return ""
    if reading.variable.options:
        name = f"{reading.variable.scale}: " if reading.variable.scale else ""
        return name + "; ".join(_option(option, language) for option in reading.variable.options)
    kind = translator(language)(KIND_TEXTS[reading.variable.kind])
    if not reading.codes:
        return kind
    ends = f"{reading.codes[0]}–{reading.codes[-1]}" if len(reading.codes) > 1 else str(reading.codes[0])
    return f"{kind}, {ends}"


def missing_text(reading: ColumnReading, language: str) -> str:
    """The declared codes of missing answers with their reasons: ``99 = không biết``."""
    say = translator(language)
    declared = {
        code: reason
        for code, reason in reading.variable.missing.items()
        if int(reason) in reading.reasons or reading.role == "question"
    }
    return "; ".join(f"{code} = {say(MISSING_TEXTS[Missing(reason)])}" for code, reason in declared.items()) or NOTHING


def doubt_text(reading: ColumnReading, doubt: Doubt, language: str) -> str:
    """A warning as a sentence that says what to do."""
    place, _, text = doubt.about.partition(":")
    sentence = translator(language)(DOUBT_TEXTS[doubt.code])
    return sentence.format(
        about=doubt.about.replace(",", ", "), place=place, text=text, name=reading.name, first=doubt.about.split(",")[0]
    )


def _option(option: Option, language: str) -> str:
    label = text_in(option.label, language)
    return f"{option.code} = {label}" if label else str(option.code)
