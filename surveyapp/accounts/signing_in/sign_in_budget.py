"""Delays after failed sign-ins, growing to one hour at most. They are kept in memory and no address is stored.

Failures are counted per account and address, so that guessing from elsewhere does not lock out the owner.
"""

import math

from flask import Flask, current_app, request

from surveyapp.accounts.queries import account_name
from surveyapp.throttling.failure_budget import FailureBudget

OF_A_NAME = (4, 1.0, 300.0)
OF_AN_ADDRESS = (30, 1.0, 60.0)
# Counted per account, whatever the address: whoever is at this step knows the password, and six digits are few.
OF_A_SECOND_STEP = (5, 2.0, 300.0)
# Counted per account within its sessions: an unattended browser or a stolen cookie must not allow guessing.
OF_A_SECRET = (5, 2.0, 300.0)


class SignInBudget:
    """Each attempt is reserved before it is checked, and given back if it succeeds or is not checked."""

    def __init__(self) -> None:
        self._names = FailureBudget(*OF_A_NAME)
        self._addresses = FailureBudget(*OF_AN_ADDRESS)
        self._second_steps = FailureBudget(*OF_A_SECOND_STEP)
        self._secrets = FailureBudget(*OF_A_SECRET)

    def reserve(self, name: str, address: str) -> int:
        """Reserve one attempt at a password. Returns 0, or the whole seconds until the next attempt is allowed."""
        if left := self._names.reserve(account_name(name), address):
            return math.ceil(left)
        if left := self._addresses.reserve(address):
            self._names.give_back(account_name(name), address)
        return math.ceil(left)

    def give_back(self, name: str, address: str) -> None:
        self._names.give_back(account_name(name), address)
        self._addresses.give_back(address)

    def succeeded(self, name: str, address: str) -> None:
        self._names.forget(account_name(name), address)
        self._addresses.give_back(address)

    def reserve_second(self, name: str) -> int:
        """Reserve one attempt at a second step. Returns 0, or the whole seconds until the next attempt is allowed."""
        return math.ceil(self._second_steps.reserve(name))

    def second_succeeded(self, name: str) -> None:
        self._second_steps.forget(name)

    def reserve_secret(self, secret: str, name: str) -> int:
        """Reserve one attempt of a signed-in person at ``secret``. Returns 0, or the whole seconds to wait."""
        return math.ceil(self._secrets.reserve(secret, name))

    def give_back_secret(self, secret: str, name: str) -> None:
        self._secrets.give_back(secret, name)

    def secret_fitted(self, secret: str, name: str) -> None:
        self._secrets.forget(secret, name)


def init_app(app: Flask) -> None:
    app.extensions["sign_in_budget"] = SignInBudget()


def sign_in_budget() -> SignInBudget:
    found: SignInBudget = current_app.extensions["sign_in_budget"]
    return found


def address() -> str:
    """Return the origin of the request as an HMAC under a key that changes every hour."""
    return request.remote_addr or ""
