from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.results import routes, shelf

    app.extensions["results"] = shelf.Shelf(app.extensions["settings"].instance / "results")
    app.register_blueprint(routes.blueprint)
