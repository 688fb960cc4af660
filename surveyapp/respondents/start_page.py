"""The page that lists studies with their forms."""

from flask import render_template
from flask_babel import force_locale

from surveyapp.respondents.page import wording
from surveyapp.respondents.wording.messages import state_in_words
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.web.languages import chosen_language


def list_of_forms(studies: list[LoadedStudy]) -> str:
    """The page with the forms of these studies, in the language asked for."""
    language = chosen_language()
    with force_locale(language):
        return render_template(
            "respondents/start.html",
            studies=studies,
            words=wording(language),
            state_in_words=lambda state: " – ".join(state_in_words(state)),
        )
