"""What every answer tells the browser about itself."""

from flask import Flask, Response

# Styles, scripts and pictures come as files of our own; data: is what Bootstrap's style sheet draws its signs with.
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
    """Add the headers to every answer, errors included."""
    # A page that says nothing about keeping is not kept, on a shared computer least of all.
    every = HEADERS | {"Cache-Control": "no-store"}
    if app.config["SESSION_COOKIE_SECURE"]:
        every["Strict-Transport-Security"] = "max-age=31536000"

    in_small = {name.lower(): (name, value) for name, value in every.items()}

    def add(response: Response) -> Response:
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([pair for name, pair in in_small.items() if name not in present])
        return response

    app.after_request(add)
