from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.results import releases, routes

    app.extensions["results"] = releases.Shelf(app.extensions["settings"].instance / "results")
    app.register_blueprint(routes.blueprint)
