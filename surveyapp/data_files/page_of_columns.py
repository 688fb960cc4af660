"""The content of the page of columns: what is shown of each column, and what its fields hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from analysis.sources.understanding.column_readings import ColumnReading
from analysis.sources.understanding.role_guesses import CLUSTER, GROUP, ROLES
from analysis.translation import text_in, translator
from analysis.wording.column_texts import ROLE_TEXTS, WHY_TEXTS, missing_text, scale_text
from surveyapp.data_files.reading.columns import Understood
from surveyapp.data_files.reading.reasons import reason_words
from surveyapp.data_files.words import SCALES, doubt_in_words
from surveyapp.web.languages import page_language


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """A column. ``number``: its place in the file, from 0. ``scale``: as chosen; ``answers``: as written in words."""

    number: int
    name: str
    label: str
    role: str
    why: str
    values: int
    missing: int
    example: str
    answers_found: str
    missing_found: str
    doubts: tuple[str, ...]
    scale: str
    answers: str
    missing_codes: str
    corrected: bool
    roles: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """``cards``: columns with doubts first. ``rows``: number of people in the file."""

    cards: tuple[ColumnCard, ...]
    doubtful: int
    rows: int
    group: str
    cluster: str
    missing: str
    names: tuple[str, ...]
    scales: tuple[Choice, ...]
    reasons: str


def page_of_columns(known: Understood, sent: Mapping[str, str] | None) -> ColumnsPage:
    """The page; ``sent``: a form with a fault, whose entries are shown again."""
    cards = [_card(known, at, reading, sent) for at, reading in enumerate(known.readings)]
    own = known.file.corrections
    sent = sent or {"group": known.column_of(GROUP), "cluster": known.column_of(CLUSTER), "missing": own.missing}
    return ColumnsPage(
        cards=tuple(sorted(cards, key=lambda card: not card.doubts)),
        doubtful=sum(bool(card.doubts) for card in cards),
        rows=max((reading.values + reading.missing for reading in known.readings), default=0),
        group=sent.get("group", ""),
        cluster=sent.get("cluster", ""),
        missing=sent.get("missing", ""),
        names=tuple(reading.name for reading in known.readings),
        scales=tuple(Choice(name, gettext(text)) for name, text in SCALES.items()),
        reasons="; ".join(reason_words(page_language())),
    )


def _card(known: Understood, at: int, reading: ColumnReading, sent: Mapping[str, str] | None) -> ColumnCard:
    language = page_language()
    say = translator(language)
    given = known.file.corrections.columns.get(reading.name, {})
    scale = given.get("scale", "")
    shown = {
        "role": reading.role,
        "scale": scale if scale in SCALES else "",
        "answers": "" if scale in SCALES else scale,
        "missing": given.get("missing", ""),
    }
    if sent is not None:
        shown = {name: sent.get(f"{name}-{at}", text) for name, text in shown.items()}
    label = text_in(reading.label, language)
    offered = [role for role in ROLES if role not in (GROUP, CLUSTER) or role == reading.role]
    return ColumnCard(
        number=at,
        name=reading.name,
        label=label if label != reading.name else "",
        role=shown["role"],
        why=say(WHY_TEXTS[reading.why]),
        values=reading.values,
        missing=reading.missing,
        example=known.example_of(reading),
        answers_found=scale_text(reading, language),
        missing_found=missing_text(reading, language),
        doubts=tuple(doubt_in_words(reading, doubt) for doubt in reading.doubts),
        scale=shown["scale"],
        answers=shown["answers"],
        missing_codes=shown["missing"],
        corrected=bool(given),
        roles=tuple(Choice(role, say(ROLE_TEXTS[role])) for role in offered),
    )
