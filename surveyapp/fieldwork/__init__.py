from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.fieldwork.routes import blueprint
    from surveyapp.fieldwork.words import state_name

    app.register_blueprint(blueprint)
    app.jinja_env.globals["state_name"] = state_name
