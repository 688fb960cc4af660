"""Codes that are no answers, as people write them in a field: ``99, 98 = không biết``."""

from collections.abc import Mapping

from analysis.sources.files.declared_missing import REASONS, cell
from analysis.sources.understanding.known_scales import comparable, reason_in
from analysis.translation import translator
from analysis.wording.status_texts import MISSING_TEXTS
from forms.languages import LANGUAGES
from forms.missing_values import Missing


class UnknownReasonError(ValueError):
    """Raised for a word that names no reason; ``word`` is that word."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def missing_from_text(text: str) -> dict[str, Missing]:
    """The codes with their reasons; a code without a reason was left blank. Raises ``UnknownReasonError``."""
    parts = (part.partition("=") for part in text.replace(";", ",").split(","))
    return {cell(code): _reason(word.strip()) for code, _equals, word in parts if code.strip()}


def reason_words(language: str) -> list[str]:
    """The words for all reasons, for a hint."""
    return [translator(language)(text) for text in MISSING_TEXTS.values()]


def _reason(word: str) -> Missing:
    if not word:
        return Missing.BLANK
    reason = REASONS.get(word) or _texts().get(comparable(word)) or reason_in(word)
    if reason is None:
        raise UnknownReasonError(word)
    return Missing(reason)


def _texts() -> Mapping[str, Missing]:
    return {
        comparable(translator(language)(text)): reason
        for language in LANGUAGES
        for reason, text in MISSING_TEXTS.items()
    }
