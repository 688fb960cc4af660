"""Who fails to sign in waits, the longer the oftener, and an hour at most: in memory, and without an address at rest.

Counted for the account and the address together: somebody who guesses elsewhere keeps nobody from signing in here.
"""

import math

from flask import Flask, current_app, request

from surveyapp.accounts.queries import account_name
from surveyapp.throttling.failure_budget import FailureBudget

OF_A_NAME = (4, 1.0, 300.0)
OF_AN_ADDRESS = (30, 1.0, 60.0)
# For the account wherever it comes from: who is here knows the password, and six digits are few.
OF_A_SECOND_STEP = (5, 2.0, 300.0)
# For the account inside its sessions: a browser left alone or a stolen cookie must not give away a password.
OF_A_SECRET = (5, 2.0, 300.0)


class SignInBudget:
    """Each attempt is reserved before it is looked at, and given back when it was a good one or nobody looked."""

    def __init__(self) -> None:
        self._names = FailureBudget(*OF_A_NAME)
        self._addresses = FailureBudget(*OF_AN_ADDRESS)
        self._second_steps = FailureBudget(*OF_A_SECOND_STEP)
        self._secrets = FailureBudget(*OF_A_SECRET)

    def reserve(self, name: str, address: str) -> int:
        """Take one attempt at a password: 0, or whole seconds until the next one is looked at."""
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
        """Take one attempt at a second step: 0, or whole seconds until the next one is looked at."""
        return math.ceil(self._second_steps.reserve(name))

    def second_succeeded(self, name: str) -> None:
        self._second_steps.forget(name)

    def reserve_secret(self, secret: str, name: str) -> int:
        """Take one attempt of a person signed in at a ``secret``: 0, or whole seconds until the next is looked at."""
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
    """Where the request comes from; kept only as a HMAC under a key of this hour."""
    return request.remote_addr or ""
