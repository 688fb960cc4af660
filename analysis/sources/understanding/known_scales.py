"""The answer scales that Vietnamese and English questionnaires use, by the texts of their answers.

Texts are compared in lower case and without signs at the ends. The codes ascend with agreement, satisfaction, frequency
and so on. "Không có ý kiến" and "Đồng ý một phần" belong to no scale here, because their place on it is disputed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forms.missing_values import Missing


@dataclass(frozen=True, slots=True)
class KnownScale:
    """``answers``: for each code from ``first`` on, the texts it may have; the first in Vietnamese, then in English."""

    kind: str
    answers: tuple[tuple[str, str, *tuple[str, ...]], ...]
    first: int = 1

    def labels(self) -> dict[int, dict[str, str]]:
        """The text of each code per language."""
        return {
            code: {"vi": _capital(texts[0]), "en": _capital(texts[1])}
            for code, texts in enumerate(self.answers, self.first)
        }

    def codes(self) -> dict[str, int]:
        """The code of each text, in its comparable form."""
        return {text: code for code, texts in enumerate(self.answers, self.first) for text in texts}


KNOWN_SCALES: Mapping[str, KnownScale] = MappingProxyType(
    {
        "agree5": KnownScale(
            "ordinal",
            (
                ("hoàn toàn không đồng ý", "strongly disagree", "rất không đồng ý", "totally disagree"),
                ("không đồng ý", "disagree"),
                (
                    "nửa đồng ý, nửa không đồng ý",
                    "half agree, half disagree",
                    "trung lập",
                    "phân vân",
                    "lưỡng lự",
                    "bình thường",
                    "neutral",
                    "neither agree nor disagree",
                    "undecided",
                ),
                ("đồng ý", "agree"),
                ("hoàn toàn đồng ý", "strongly agree", "rất đồng ý", "totally agree"),
            ),
        ),
        "satisfaction5": KnownScale(
            "ordinal",
            (
                ("rất không hài lòng", "very dissatisfied", "hoàn toàn không hài lòng"),
                ("không hài lòng", "dissatisfied", "chưa hài lòng"),
                ("bình thường", "neutral", "trung lập", "neither satisfied nor dissatisfied"),
                ("hài lòng", "satisfied"),
                ("rất hài lòng", "very satisfied", "hoàn toàn hài lòng"),
            ),
        ),
        "frequency5": KnownScale(
            "ordinal",
            (
                ("không bao giờ", "never", "chưa bao giờ"),
                ("hiếm khi", "rarely", "ít khi", "seldom"),
                ("thỉnh thoảng", "sometimes", "đôi khi", "occasionally"),
                ("thường xuyên", "often", "frequently"),
                ("luôn luôn", "always", "luôn", "rất thường xuyên", "very often"),
            ),
        ),
        "performance5": KnownScale(
            "ordinal",
            (
                ("kém", "poor"),
                ("yếu", "weak"),
                ("trung bình", "average", "bình thường"),
                ("khá", "fairly good"),
                ("tốt", "good"),
            ),
        ),
        "quality5": KnownScale(
            "ordinal",
            (
                ("rất kém", "very poor", "rất tệ"),
                ("kém", "poor", "tệ"),
                ("trung bình", "fair", "bình thường", "average"),
                ("tốt", "good"),
                ("rất tốt", "very good"),
            ),
        ),
        "extent5": KnownScale(
            "ordinal",
            (
                ("hoàn toàn không", "not at all"),
                ("ít", "a little"),
                ("vừa phải", "moderately"),
                ("nhiều", "a lot"),
                ("rất nhiều", "very much"),
            ),
        ),
        "importance5": KnownScale(
            "ordinal",
            (
                ("không quan trọng", "not important", "hoàn toàn không quan trọng"),
                ("ít quan trọng", "slightly important"),
                ("quan trọng vừa phải", "moderately important", "bình thường"),
                ("quan trọng", "important"),
                ("rất quan trọng", "very important"),
            ),
        ),
        "yes_no": KnownScale(
            "binary", (("không", "no", "sai", "chưa", "false"), ("có", "yes", "đúng", "rồi", "true")), 0
        ),
    }
)

MISSING_WORDS: Mapping[str, Missing] = MappingProxyType(
    {
        **dict.fromkeys(
            ("không biết", "không rõ", "không nhớ", "khó trả lời", "don't know", "don’t know", "dk", "not sure", "kb"),
            Missing.DONT_KNOW,
        ),
        **dict.fromkeys(
            ("từ chối", "từ chối trả lời", "không muốn trả lời", "refused", "refusal", "prefer not to say", "tc"),
            Missing.REFUSED,
        ),
        **dict.fromkeys(
            ("không áp dụng", "không phù hợp", "không liên quan", "not applicable", "inapplicable", "kad", "iap"),
            Missing.NOT_APPLICABLE,
        ),
        **dict.fromkeys(
            (
                "không trả lời",
                "bỏ trống",
                "để trống",
                "không có câu trả lời",
                "ktl",
                "no answer",
                "left blank",
                "blank",
            ),
            Missing.BLANK,
        ),
        **dict.fromkeys(("prefer not to answer", "declined"), Missing.REFUSED),
        **dict.fromkeys(("không có trong mẫu phiếu", "not in this form", "not in form"), Missing.NOT_IN_FORM),
        **dict.fromkeys(("chưa trả lời đến", "not reached"), Missing.NOT_REACHED),
        **dict.fromkeys(("không hỏi", "không được hỏi", "bỏ qua", "not asked", "skipped", "skip"), Missing.NOT_ASKED),
        **dict.fromkeys(("không đọc được", "không hợp lệ", "unreadable", "illegible", "invalid"), Missing.UNREADABLE),
    }
)
"""Texts that say why there is no answer."""


def comparable(text: str) -> str:
    """A text in lower case, with single spaces and without signs at the ends."""
    return " ".join(text.casefold().split()).strip(" .,;:*!?()[]\"'“”")


def reason_in(label: str) -> Missing | None:
    """The reason that a label names, such as "Không biết/không trả lời"; ``None`` if it names none."""
    whole = comparable(label)
    for text in (whole, *re.split(r"[/,;(–-]| hoặc | or ", whole)):
        if (reason := MISSING_WORDS.get(comparable(text))) is not None:
            return reason
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
