from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.results import routes

    app.register_blueprint(routes.blueprint)
