"""Time-based one-time passwords (RFC 6238, RFC 4226): six digits of HMAC-SHA-1 per 30-second step.

Every authenticator app supports SHA-1, and it is secure inside an HMAC.
"""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def one_time_password(secret: bytes, step: int) -> str:
    """Return the digits of one time step, counted from 1970."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, typed: str, now: float, used: int) -> int | None:
    """Return the time step of the typed digits: the present one or a neighbour, to allow for clock error, after
    ``used``.
    """
    digits = "".join(sign for sign in typed if sign in "0123456789")
    present = int(now) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if step > used and hmac.compare_digest(one_time_password(secret, step), digits):
            return step
    return None


def as_typed(secret: bytes) -> str:
    """Return the secret as text, for authenticators that cannot scan the QR code."""
    letters = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(secret: bytes, issuer: str, account: str) -> str:
    """Return the otpauth address encoded in the QR code."""
    asked = urlencode({"secret": as_typed(secret).replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer, safe='')}:{quote(account, safe='')}?{asked}"
