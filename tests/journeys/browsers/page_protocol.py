"""What a journey does with a page, whichever browser shows it: a part of Playwright's page, in its words."""

from pathlib import Path
from typing import Any, Protocol


class BrowserKeyboard(Protocol):
    """Keys, for whatever has the focus."""

    def press(self, key: str) -> None:
        """Press a key: a sign, or a name such as ``Tab``."""

    def type(self, text: str) -> None:
        """Press a key for each sign."""


class BrowserPage(Protocol):
    """A tab. Selectors are CSS, and the first match counts; a script is an expression, or a function of one argument.

    Actions wait for what they need: a click for an element that is in sight and that nothing covers.
    Playwright's ``Page`` has these methods already, and ``FirefoxPage`` offers them for Firefox.
    """

    @property
    def keyboard(self) -> BrowserKeyboard:
        """The keys."""

    def goto(self, url: str) -> object:
        """Open an address and wait until it is loaded."""

    def reload(self) -> object:
        """Load the page anew."""

    def go_back(self) -> object:
        """Go one step back in the history."""

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """Return the value of a script as JSON would hold it."""

    def wait_for_function(self, expression: str, *, arg: Any = None) -> object:
        """Wait until the value of a script is true."""

    def click(self, selector: str) -> None:
        """Click in the middle of an element with the pointer."""

    def fill(self, selector: str, value: str) -> None:
        """Replace the content of a text box."""

    def press(self, selector: str, key: str) -> None:
        """Press a key while an element has the focus."""

    def inner_text(self, selector: str) -> str:
        """Return the text of an element as it is seen."""

    def is_visible(self, selector: str) -> bool:
        """Return whether an element is there and in sight, without waiting for it."""

    def screenshot(self, *, path: Path | str | None = None) -> bytes:
        """Return a PNG of the window, and write it to ``path``."""
