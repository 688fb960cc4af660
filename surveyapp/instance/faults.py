"""What is wrong and what to do, in words of the reader's language."""

from collections.abc import Callable


def N_(text: str) -> str:  # noqa: N802 - the usual name, which Babel looks for
    """Mark a text for translation where it is written down, not where it is shown."""
    return text


class Fault(Exception):  # noqa: N818 - the people's fault, not the program's
    """An input that cannot be used. ``message`` is a key of the catalogue; ``values`` fill its places."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values

    def in_words(self, translate: Callable[[str], str]) -> str:
        return translate(self.message).format(**self.values)
