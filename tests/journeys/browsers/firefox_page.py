"""A tab of Firefox with the methods of a page, each a few commands of WebDriver BiDi."""

import base64
import json
from pathlib import Path
from typing import Any

from tests.journeys.browsers.bidi import BidiConnection, BidiError
from tests.waiting import until

SECONDS = 20

# Keys without a sign of their own (https://www.w3.org/TR/webdriver2/#keyboard-actions).
KEYS = {"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Space": " "} | {
    "Delete": "\ue017",
    "ArrowDown": "\ue015",
    "ArrowUp": "\ue013",
}

# The middle of the first element in sight that matches, brought into the window; null while there is none, it moves, or
# something covers it.
_MIDDLE = """async (selector) => {
  const found = document.querySelector(selector);
  if (!found || !found.checkVisibility()) return null;
  const place = () => JSON.stringify(found.getBoundingClientRect());
  const inside = (box) => box.top >= 0 && box.bottom <= innerHeight;
  if (!inside(found.getBoundingClientRect())) found.scrollIntoView({ block: "center", behavior: "instant" });
  const first = place();
  await new Promise((drawn) => setTimeout(drawn, 20));
  if (place() !== first) return null;
  const box = found.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const hit = document.elementFromPoint(x, y);
  if (!hit) return null;
  const owner = hit.closest("label");
  if (found.contains(hit) || hit.contains(found) || (owner && owner.control === found)) return [x, y];
  found.scrollIntoView({ block: "center", behavior: "instant" });
  return null;
}"""
_READY = "selector => Boolean(document.querySelector(selector)?.checkVisibility())"
_ENTER = "selector => { const box = document.querySelector(selector); box.focus(); box.select(); }"
_CALL = """async (made, given) => {
  const value = typeof made === "function" ? await made(JSON.parse(given)) : await made;
  return JSON.stringify(value === undefined ? null : value instanceof Node ? true : value);
}"""


class FirefoxKeyboard:
    """The keys of a tab, see ``BrowserKeyboard``."""

    def __init__(self, connection: BidiConnection, tab: str) -> None:
        self._connection, self._tab = connection, tab

    def press(self, key: str) -> None:
        self.type(KEYS.get(key, key))

    def type(self, text: str) -> None:
        strokes = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keys", "actions": strokes}
        self._connection.call("input.performActions", context=self._tab, actions=[source])


class FirefoxPage:
    """A tab, see ``BrowserPage``."""

    def __init__(self, connection: BidiConnection, tab: str) -> None:
        self._connection, self._tab = connection, tab
        self.keyboard = FirefoxKeyboard(connection, tab)
        self.viewport_size: dict[str, int] = {}

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._connection.call(method, context=self._tab, **parameters)

    def set_viewport_size(self, viewport_size: dict[str, int]) -> None:
        """Make the window so wide and high, in CSS pixels."""
        self.viewport_size = viewport_size
        self._call("browsingContext.setViewport", viewport=viewport_size)

    def goto(self, url: str) -> None:
        self._call("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._call("browsingContext.reload", wait="complete")

    def go_back(self) -> None:
        self._call("browsingContext.traverseHistory", delta=-1)

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """AssertionError with the message of the page if the script throws."""
        options = {"awaitPromise": True, "resultOwnership": "root", "serializationOptions": {"maxObjectDepth": 0}}
        target = {"context": self._tab}
        made = self._result("script.evaluate", expression=expression, target=target, **options)
        if "handle" not in made:
            return made.get("value")
        given = [{"handle": made["handle"]}, {"type": "string", "value": json.dumps(arg)}]
        found = self._result(
            "script.callFunction", functionDeclaration=_CALL, arguments=given, target=target, awaitPromise=True
        )
        return json.loads(found["value"])

    def _result(self, method: str, **parameters: Any) -> dict[str, Any]:
        found = self._connection.call(method, **parameters)
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        result: dict[str, Any] = found["result"]
        return result

    def wait_for_function(self, expression: str, *, arg: Any = None) -> None:
        self._until(expression, arg)

    def _until(self, expression: str, arg: Any) -> Any:
        """Return the first true value of a script, also of a page that comes in the place of this one meanwhile."""

        def value() -> Any:
            try:
                return self.evaluate(expression, arg)
            except BidiError:
                return None

        return until(value, SECONDS, lambda: f"{expression} {arg!r}", every=0.05)

    def click(self, selector: str) -> None:
        x, y = (round(at) for at in self._until(_MIDDLE, selector))
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        tap = [{"type": "pointerMove", "x": x, "y": y}, *press]
        source = {"type": "pointer", "id": "pointer", "parameters": {"pointerType": "mouse"}, "actions": tap}
        self._call("input.performActions", actions=[source])

    def fill(self, selector: str, value: str) -> None:
        self._until(_READY, selector)
        self.evaluate(
            "selector => { const box = document.querySelector(selector); box.focus(); box.select(); }", selector
        )
        self.keyboard.type(value or KEYS["Delete"])

    def press(self, selector: str, key: str) -> None:
        self._until(_READY, selector)
        self.evaluate("selector => document.querySelector(selector).focus()", selector)
        self.keyboard.press(key)

    def inner_text(self, selector: str) -> str:
        self._until("selector => Boolean(document.querySelector(selector))", selector)
        found: str = self.evaluate("selector => document.querySelector(selector).innerText", selector)
        return found

    def is_visible(self, selector: str) -> bool:
        found: bool = self.evaluate(_READY, selector)
        return found

    def screenshot(self, *, path: Path | str | None = None) -> bytes:
        content = base64.b64decode(self._call("browsingContext.captureScreenshot")["data"])
        if path:
            Path(path).write_bytes(content)
        return content
