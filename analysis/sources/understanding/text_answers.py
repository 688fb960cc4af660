"""Reads texts as answers: "4 - Đồng ý", the answers of a known scale, and words for a missing answer.

All texts of a column are read or none. A text among plain numbers, such as "Đồng ý" in a column of 1 to 5, is not read,
because nothing in the file tells whether 5 is the highest or the lowest answer; it takes a declared scale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.results import Texts
from analysis.sources.understanding.known_scales import KNOWN_SCALES, MISSING_WORDS, comparable
from forms.languages import LANGUAGES

MOST_TEXTS = 40
"""More different texts are no answers to choose from."""
LARGEST_CODE = 20
"""A larger number in front of a text is no code but part of it, as in an address."""
_NUMBERED = re.compile(r"\(?(\d{1,2})\s*[-–—.:)=]+\s*(\D.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextAnswers:
    """``codes``: of every text, reasons included. ``scale``: of ``KNOWN_SCALES``, ``""`` for numbered texts and reasons
    only. ``labels``: of the codes, as far as the texts tell.
    """

    codes: Mapping[str, int]
    scale: str = ""
    kind: str = "ordinal"
    labels: Mapping[int, Texts] = field(default_factory=dict)


def read_texts(texts: Sequence[str], numbers: Collection[int], answered: bool = False) -> TextAnswers | None:
    """How the distinct texts of a column are read; ``numbers``: the codes (not reasons) that it holds as well;
    ``answered``: whether it holds declared texts besides.

    ``None`` if some text is no answer.
    """
    if not texts or len(texts) > MOST_TEXTS:
        return None
    reasons = {text: int(MISSING_WORDS[key]) for text in texts if (key := comparable(text)) in MISSING_WORDS}
    others = [text for text in texts if text not in reasons]
    if not others:
        return TextAnswers(reasons) if numbers or answered else None
    answers = _numbered(others, numbers) or _of_known_scale(others, numbers)
    return answers and TextAnswers({**answers.codes, **reasons}, answers.scale, answers.kind, answers.labels)


def _numbered(texts: Sequence[str], numbers: Collection[int]) -> TextAnswers | None:
    """Texts that carry their code, and the same texts without it."""
    found = {text: (int(match[1]), match[2].strip()) for text in texts if (match := _NUMBERED.fullmatch(text.strip()))}
    label_of = dict(reversed(found.values()))
    code_of = {comparable(word): code for code, word in label_of.items()}
    codes = {text: found[text][0] if text in found else code_of.get(comparable(text)) for text in texts}
    known = {text: code for text, code in codes.items() if code is not None}
    consistent = all(code_of.get(comparable(word)) == code for code, word in found.values())
    enough = len(label_of) > 1 or (label_of and numbers)
    if not consistent or not enough or len(known) < len(texts) or max(label_of) > LARGEST_CODE:
        return None
    return TextAnswers(known, labels={code: dict.fromkeys(LANGUAGES, label_of[code]) for code in sorted(label_of)})


def _of_known_scale(texts: Sequence[str], numbers: Collection[int]) -> TextAnswers | None:
    if numbers:
        return None
    for name, scale in KNOWN_SCALES.items():
        known = scale.codes()
        if all(comparable(text) in known for text in texts):
            codes = {text: known[comparable(text)] for text in texts}
            return TextAnswers(codes, name, scale.kind, scale.labels())
    return None
