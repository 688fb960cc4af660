from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.results import routes
    from surveyapp.results.releases import release_store

    app.extensions["results"] = release_store.ReleaseStore(app.extensions["settings"].instance / "results")
    app.register_blueprint(routes.blueprint)
