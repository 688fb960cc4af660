"""A test client that reads every page strictly, so that a wrong tag fails the test that met it."""

from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class InvalidPageError(AssertionError):
    """A page that is not well-formed HTML, with the place of the first fault."""


def parse(text: str, address: str = "page") -> Any:
    """Return the tree of a complete HTML page, or raise InvalidPageError with the line that is wrong."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text)
    if parser.errors:
        (line, column), code, data = parser.errors[0]
        shown = "".join(text.splitlines()[line - 1 : line]).strip()[:300]
        raise InvalidPageError(f"{address}, line {line}, column {column}: {code} {data or ''}\n{shown}")
    seen: set[str] = set()
    for element in tree.iter():
        identifier = element.get("id")
        if identifier in seen:
            raise InvalidPageError(f"{address}: the id {identifier!r} stands twice")
        if identifier is not None:
            seen.add(identifier)
    return tree


class StrictClient(FlaskClient):
    """Flask's test client; each text/html response is parsed, and a fault in it is an AssertionError."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.get_data():
            # Flask's own redirect and error bodies are pages, too, and pass.
            parse(response.get_data(as_text=True), response.request.path)
        return response


def strict_client(app: Flask, **options: Any) -> FlaskClient:
    """Return a client of this application that parses its pages."""
    app.test_client_class = StrictClient
    return app.test_client(**options)
