from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from surveyapp.audit.queries import check_log, count_lines, newest_lines
from surveyapp.audit.words import details_in_words, fault_in_words
from surveyapp.web.permissions import permission

blueprint = Blueprint("audit", __name__, url_prefix="/staff/audit", template_folder="templates")

ON_A_PAGE = 50


@blueprint.get("/")
@permission("audit.read")
def lines() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    return _page(before)


@blueprint.get("/check")
@permission("audit.read")
def check() -> ResponseReturnValue:
    fault = check_log()
    return _page(None, checked=True, fault=fault_in_words(fault, gettext) if fault else None)


def _page(before: int | None, checked: bool = False, fault: str | None = None) -> ResponseReturnValue:
    shown = newest_lines(ON_A_PAGE, before)
    return render_template(
        "audit/lines.html",
        lines=shown,
        number=count_lines(),
        older=shown[-1].seq if shown and shown[-1].seq > 1 else None,
        newer=before is not None,
        details=details_in_words,
        checked=checked,
        fault=fault,
    )
