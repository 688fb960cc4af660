"""The audit log: every act of staff, and nothing of respondents. Respondents' pages may not import this package."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.audit import routes, words

    app.register_blueprint(routes.blueprint)
    app.jinja_env.globals["act_name"] = words.act_name
