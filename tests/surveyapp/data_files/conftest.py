from tests.surveyapp.staff_cast import app as app
