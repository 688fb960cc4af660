"""The staff's application as ``app``; an installation on either database as ``app_on_either``."""

from tests.surveyapp.conftest import app as app_on_either  # noqa: F401
from tests.surveyapp.staff_cast import app, stranger  # noqa: F401
