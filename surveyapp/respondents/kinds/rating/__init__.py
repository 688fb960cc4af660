"""View of one number of a range."""

from surveyapp.respondents.kinds.kind_view import KindView

VIEW = KindView("rating/template.html")
