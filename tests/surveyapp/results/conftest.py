from tests.surveyapp.staff_cast import app, stranger  # noqa: F401
