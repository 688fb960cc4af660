from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice."""
    from surveyapp.fieldwork import routes, words

    app.register_blueprint(routes.blueprint)
    app.jinja_env.globals["state_name"] = words.state_name
