from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5

from surveyapp.staff_pages import navigation, writing

blueprint = Blueprint(
    "staff_pages",
    __name__,
    url_prefix="/staff",
    static_folder="static",
    static_url_path="/look",
    template_folder="templates",
)


def init_app(app: Flask) -> None:
    """Register the common layout of staff pages."""
    # Bootstrap-Flask builds its own address from this, although it serves no file.
    app.static_url_path = "/static"
    Bootstrap5(app)
    app.register_blueprint(blueprint)
    navigation.init_app(app)
    writing.init_app(app)
