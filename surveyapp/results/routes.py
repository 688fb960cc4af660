from flask import Blueprint
from surveyapp.permissions import permission
blueprint = Blueprint("results", __name__, url_prefix="/staff/studies/<study_id>", template_folder="templates")
for name in ("overview","report","data"):
    blueprint.add_url_rule(f"/{name}", name, permission("results.read")(lambda study_id: ""))
