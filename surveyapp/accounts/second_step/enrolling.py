"""Turning the second step on: a secret is shown and takes effect once a code made from it has been typed."""

import base64
import time
from dataclasses import dataclass

import segno
from flask import session

from surveyapp.accounts.second_step import totp
from surveyapp.accounts.second_step.second_factor import sealed, unsealed

ISSUER = "surveyapp"
_KEPT = "second"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret that is not confirmed yet."""

    account: str
    secret: bytes

    @classmethod
    def of_session(cls, account: str) -> "Enrolment":
        """Return the secret shown to this browser, or a new one. It is sealed in the cookie because cookies can be
        read.
        """
        kept = session.get(_KEPT)
        secret = unsealed(base64.b64decode(kept), account) if kept else None
        if secret is None:
            secret = totp.new_secret()
            session[_KEPT] = base64.b64encode(sealed(secret, account)).decode("ascii")
        return cls(account, secret)

    def step_of(self, typed: str) -> int | None:
        """Return the time step (30 seconds) of the typed code, or ``None`` if the code is wrong."""
        return totp.matching_step(self.secret, typed, time.time(), 0)

    @property
    def as_typed(self) -> str:
        return totp.as_typed(self.secret)

    @property
    def sign(self) -> str:
        """Return the QR code as SVG, always black on white because cameras need the contrast."""
        made = segno.make(totp.address(self.secret, ISSUER, self.account), error="m", micro=False)
        return str(made.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr"))
