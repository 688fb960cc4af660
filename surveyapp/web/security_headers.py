"""The security headers of every response."""

from flask import Flask, Response

# Styles, scripts and pictures are files of our own; Bootstrap's style sheet needs data: for its icons.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def init_app(app: Flask) -> None:
    """Add the headers to every response, errors included."""
    # Responses without their own cache header are not cached, in particular on shared computers.
    every = HEADERS | {"Cache-Control": "no-store"}
    if app.config["SESSION_COOKIE_SECURE"]:
        every["Strict-Transport-Security"] = "max-age=31536000"

    in_small = {name.lower(): (name, value) for name, value in every.items()}

    def add(response: Response) -> Response:
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([pair for name, pair in in_small.items() if name not in present])
        return response

    app.after_request(add)
