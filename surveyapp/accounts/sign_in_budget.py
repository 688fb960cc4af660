"""Who fails to sign in waits, the longer the oftener, and an hour at most: in memory, and without an address at rest.

Counted for the account and the address together: somebody who guesses elsewhere keeps nobody from signing in here.
"""

import math

from flask import Flask, current_app, request

from surveyapp.accounts.queries import account_name
from surveyapp.failure_budget import FailureBudget

OF_A_NAME = (4, 1.0, 300.0)
OF_AN_ADDRESS = (30, 1.0, 60.0)
# For the account wherever it comes from: who is here knows the password, and six digits are few.
OF_A_SECOND_STEP = (5, 2.0, 300.0)


class SignInBudget:
    def __init__(self) -> None:
        self._names = FailureBudget(*OF_A_NAME)
        self._addresses = FailureBudget(*OF_AN_ADDRESS)
        self._second_steps = FailureBudget(*OF_A_SECOND_STEP)

    def wait(self, name: str, address: str) -> int:
        """Whole seconds until the next attempt is looked at."""
        return math.ceil(max(self._names.wait(account_name(name), address), self._addresses.wait(address)))

    def failed(self, name: str, address: str) -> None:
        self._names.failed(account_name(name), address)
        self._addresses.failed(address)

    def succeeded(self, name: str, address: str) -> None:
        self._names.forget(account_name(name), address)

    def wait_for_second(self, name: str) -> int:
        return math.ceil(self._second_steps.wait(name))

    def second_failed(self, name: str) -> None:
        self._second_steps.failed(name)

    def second_succeeded(self, name: str) -> None:
        self._second_steps.forget(name)


def init_app(app: Flask) -> None:
    app.extensions["sign_in_budget"] = SignInBudget()


def sign_in_budget() -> SignInBudget:
    found: SignInBudget = current_app.extensions["sign_in_budget"]
    return found


def address() -> str:
    """Where the request comes from; kept only as a HMAC under a key of this hour."""
    return request.remote_addr or ""
