"""Texts of statuses and notes."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.results import Status
from analysis.translation import N_, translator
from forms.missing_values import Missing

STATUS_TEXTS: Mapping[Status, str] = {
    Status.OK: N_("computed"),
    Status.NO_VARIATION: N_("no variation"),
    Status.CLUSTERS_ALIKE: N_("the clusters do not differ, so the variance inside them is used"),
    Status.GROUP_EMPTY: N_("no answers in a group"),
    Status.GROUP_TOO_SMALL: N_("a group is too small"),
    Status.ONE_GROUP: N_("only one group"),
    Status.COMPLETE_SEPARATION: N_("complete separation, exact bound"),
    Status.FEW_CLUSTERS: N_("too few clusters, not tested"),
    Status.SINGULAR: N_("effects cannot be told apart"),
    Status.SUPPRESSED: N_("hidden by the threshold"),
    Status.UNDEFINED_N0: N_("nobody answered"),
    Status.NOT_ORDERED: N_("answers without an order"),
    Status.NOT_AVERAGED: N_("not averaged"),
    Status.UNDECLARED_CODE: N_("a code that is not declared, nothing computed"),
    Status.NOT_NUMERIC: N_("values that are no codes"),
    Status.SIDE_BY_SIDE: N_("side by side, not tested"),
    Status.TOO_FEW_ITEMS: N_("too few common items"),
    Status.TOO_MANY_CODES: N_("too many different values"),
}

NOTE_TEXTS: Mapping[str, str] = {
    "without_group": N_("Left out, because their group is unknown: {value}."),
    "without_cluster": N_("Left out, because their cluster is unknown: {value}."),
    "undeclared_code": N_(
        "{value}: not declared as an answer, so nothing is computed. If it means that there is no answer, give "
        "--missing {value}, a code with its reason as in 99=dont_know; if it is an answer, declare it in the codebook; "
        "if the column holds amounts, name it in --amounts."
    ),
    "left_out_identifiers": N_(
        "Left out, because all values are different, as in row numbers: {value}. Name a column with --items to compare "
        "it."
    ),
    "left_out_attributes": N_(
        "Left out, because they describe the people and are no questions: {value}. Name a column with --items to "
        "compare it."
    ),
    "left_out_decimals": N_("Left out, because the numbers have decimals: {value}."),
    "left_out_texts": N_(
        "Left out, because the cells hold texts or dates and no codes: {value}. A codebook can declare texts as "
        "answers."
    ),
    "texts_as_answers": N_(
        "Texts were read as answers of a scale: {value}. The command describe shows how; a codebook can declare them "
        "differently."
    ),
    "words_as_missing": N_("Words such as “không biết” were read as reasons for a missing answer: {value}."),
    "reasons_as_missing": N_(
        "Negative codes are reasons why an answer is missing (−1 left blank … −9 refused); found in: {value}."
    ),
}

MISSING_TEXTS: Mapping[Missing, str] = {
    Missing.BLANK: N_("left blank"),
    Missing.NOT_ASKED: N_("not asked (skip rule)"),
    Missing.UNREADABLE: N_("unreadable, or two boxes marked"),
    Missing.NOT_IN_FORM: N_("not in this form, version or variant"),
    Missing.NOT_REACHED: N_("not reached"),
    Missing.NOT_APPLICABLE: N_("does not apply"),
    Missing.DONT_KNOW: N_("don’t know"),
    Missing.REFUSED: N_("refused"),
}


def status_text(status: Status, language: str) -> str:
    """A status in a few words."""
    return translator(language)(STATUS_TEXTS[status])


def note_text(note: str, language: str) -> str:
    """A note ``code:value`` as a sentence; a note with an unknown code is returned unchanged."""
    code, _, value = note.partition(":")
    sentence = NOTE_TEXTS.get(code)
    return translator(language)(sentence).format(value=value) if sentence else note
