from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice, the staff sessions and the common layout."""
    from surveyapp import staff_pages
    from surveyapp.accounts import routes
    from surveyapp.accounts.researchers import routes as researcher_routes
    from surveyapp.accounts.signing_in import sign_in_budget, signed_in

    signed_in.init_app(app)
    sign_in_budget.init_app(app)
    staff_pages.init_app(app)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(researcher_routes.blueprint)
    app.jinja_env.globals["role_name"] = signed_in.role_name
