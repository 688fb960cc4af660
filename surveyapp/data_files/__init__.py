"""Files that a researcher uploads: how their columns are understood, corrections, the comparison and its report.

The analysis package is imported inside the views, so that no web process starts with it.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the routes of this slice, and the encryption of what is uploaded."""
    from surveyapp.data_files import routes
    from surveyapp.data_files.keeping import receiving

    receiving.init_app(app)
    app.register_blueprint(routes.blueprint)
