"""Faults that people are told, with the remedy, in their language."""

from collections.abc import Callable


def N_(text: str) -> str:  # noqa: N802 - the usual name, which Babel looks for
    """Mark a text for translation at its definition; it is translated when shown."""
    return text


class Fault(Exception):  # noqa: N818 - the people's fault, not the program's
    """An input that cannot be used. ``message`` is a message id; ``values`` fill its placeholders."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values

    def in_words(self, translate: Callable[[str], str]) -> str:
        return translate(self.message).format(**self.values)
