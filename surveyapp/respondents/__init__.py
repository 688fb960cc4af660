"""The public realm: the start page, the forms, and casting answers. It uses no cookie and no session."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.respondents import assets, kinds, page, ready_pages
    from surveyapp.respondents.addressed import lead_on
    from surveyapp.respondents.routes import respondents

    kinds.init_app(app)
    assets.init_app(app)
    page.init_app(app)
    ready_pages.init_app(app)
    app.register_blueprint(respondents)
    app.register_error_handler(404, lead_on)
