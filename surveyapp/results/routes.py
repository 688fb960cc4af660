"""Results of a study. Statistics and matplotlib are imported inside the views, so that no web
process starts with them.
"""

from typing import Literal

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.languages import LANGUAGES
from forms.model.states import State
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.exports import FORMATS
from surveyapp.instance.faults import Fault
from surveyapp.results.queries import count_forms, count_sealed
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_store import ReleaseFault, release_store
from surveyapp.results.study_pages import Page, construct_pages, find_page, question_pages
from surveyapp.studies.loaded import LoadedStudy, WithheldFault, find_loaded
from surveyapp.web.languages import page_language
from surveyapp.web.permissions import permission

blueprint = Blueprint("results", __name__, url_prefix="/staff/studies/<study_id>", template_folder="templates")

MIME = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "html": "text/html",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.errorhandler(WithheldFault)
@blueprint.errorhandler(ReleaseFault)
def withheld(fault: Fault) -> ResponseReturnValue:
    return render_template("results/withheld.html", reason=fault.in_words(gettext)), 503


@blueprint.get("/results")
@permission("results.read")
def overview(study_id: str) -> ResponseReturnValue:
    from surveyapp.results.pages.charts import count_score_charts
    from surveyapp.results.pages.overview_page import show_overview

    loaded = _loaded(study_id)
    release = _release(loaded)
    return render_template(
        "results/overview.html",
        shown=show_overview(release, page_language()),
        charts=count_score_charts(release, page_language()),
        **_around(loaded, release),
    )


@blueprint.get("/results/<key>")
@permission("results.read")
def page(study_id: str, key: str) -> ResponseReturnValue:
    from surveyapp.results.by_attribute.dividing import break_down_by, declared_attributes
    from surveyapp.results.by_attribute.page import show_by
    from surveyapp.results.pages.charts import has_chart
    from surveyapp.results.pages.result_page import show

    loaded, found = _loaded(study_id), _page(study_id, key)
    release = _release(loaded)
    attributes = declared_attributes(loaded.study)
    if "by" in request.args:
        by = next((each for each in attributes if each.name == request.args["by"]), None) or abort(404)
        return render_template(
            "results/by.html",
            page=found,
            by=show_by(break_down_by(loaded, release, by.name), by, found, page_language()),
            attributes=attributes,
            **_around(loaded, release, found),
        )
    shown = show(release, found, page_language())
    charts = sum(has_chart(items) for items in shown.sets)
    return render_template(
        "results/page.html",
        page=found,
        shown=shown,
        charts=charts,
        attributes=attributes,
        **_around(loaded, release, found),
    )


@blueprint.get("/results/<key>/figure-<int:number>.<any(svg, png, pdf):file_format>")
@permission("results.read")
def figure(study_id: str, key: str, number: int, file_format: str) -> ResponseReturnValue:
    from surveyapp.results.pages.charts import Chart

    loaded = _loaded(study_id)
    found = None if key == "overview" else _page(study_id, key)
    width: Literal["wide", "narrow"] = "narrow" if request.args.get("width") == "narrow" else "wide"
    if number < 1:
        abort(404)
    try:
        content = Chart(_release(loaded), found, number, page_language(), loaded.simulated).file(file_format, width)
    except IndexError:
        abort(404)
    name = f"{study_id}_{key}_{number}.{file_format}"
    return _file(content, file_format, name, shown_in_page="download" not in request.args)


@blueprint.get("/results/<key>/numbers.<any(csv, xlsx):file_format>")
@permission("results.read")
def numbers(study_id: str, key: str, file_format: str) -> ResponseReturnValue:
    from analysis.wording.phrasing import Phrasing
    from surveyapp.results.number_files import sheets, to_csv, to_xlsx
    from surveyapp.results.pages.result_page import section_of

    loaded, found = _loaded(study_id), _page(study_id, key)
    comparison, section = section_of(_release(loaded), found)
    phrasing = Phrasing(comparison, page_language())
    made = sheets(section, phrasing, phrasing.mark if loaded.simulated else None)
    content = to_xlsx(made) if file_format == "xlsx" else to_csv(made[0][1])
    return _file(content, file_format, f"{study_id}_{key}.{file_format}")


@blueprint.get("/report")
@permission("results.export")
def report(study_id: str) -> ResponseReturnValue:
    loaded = _loaded(study_id)
    return render_template("results/report.html", **_around(loaded, _release(loaded)))


@blueprint.get("/report/<language>.<any(html, docx):file_format>")
@permission("results.export")
def report_file(study_id: str, language: str, file_format: str) -> ResponseReturnValue:
    from surveyapp.results import reports

    if language not in LANGUAGES:
        abort(404)
    loaded = _loaded(study_id)
    folder = current_app.extensions["settings"].instance / "results"
    content = reports.report_file(folder, loaded, _release(loaded), language, file_format)
    return _file(content, file_format, f"{study_id}_report_{language}.{file_format}")


@blueprint.get("/data")
@permission("results.export")
def data(study_id: str) -> ResponseReturnValue:
    loaded = _loaded(study_id)
    return render_template(
        "results/data.html",
        formats=FORMATS,
        may_be_passed_on=loaded.has_all_answers,
        **_around(loaded, _release(loaded)),
    )


@blueprint.get("/data/<file_format>.zip")
@permission("results.export")
def data_file(study_id: str, file_format: str) -> ResponseReturnValue:
    from surveyapp.results.data_files import data_archive

    loaded = _loaded(study_id)
    if file_format not in FORMATS:
        abort(404)
    content = data_archive(loaded, file_format, page_language())
    return _file(content, "zip", f"{study_id}{_mark(loaded)}-{file_format}.zip")


@blueprint.get("/data/for-others/<file_format>.zip")
@permission("results.export")
def file_for_others(study_id: str, file_format: str) -> ResponseReturnValue:
    from surveyapp.results.data_files import data_archive

    loaded = _loaded(study_id)
    if file_format not in FORMATS or not loaded.has_all_answers:
        abort(404)
    content = data_archive(loaded, file_format, page_language(), for_others=True)
    return _file(content, "zip", f"{study_id}{_mark(loaded)}-for-others-{file_format}.zip")


def _mark(loaded: LoadedStudy) -> str:
    return "-SIMULATED" if loaded.simulated else ""


def _loaded(study_id: str) -> LoadedStudy:
    loaded = find_loaded(study_id)
    if loaded is None or loaded.state is State.DELETED:
        abort(404)
    return loaded


def _page(study_id: str, key: str) -> Page:
    return find_page(_loaded(study_id).study, key) or abort(404)


def _release(loaded: LoadedStudy) -> Release:
    from surveyapp.results.releases.counting import count_release

    return release_store().release(loaded, count_release)


def _around(loaded: LoadedStudy, release: Release, page: Page | None = None) -> dict[str, object]:
    """Return the context that all results pages share."""
    now = sum(count_forms(loaded.study.id).values())
    return {
        "study": loaded.study,
        "release": release,
        "newer": release.newer(now, page.items if page else None),
        "sealed": count_sealed(loaded.study.id),
        "constructs": construct_pages(loaded.study),
        "questions": question_pages(loaded.study),
    }


def _file(content: bytes, file_format: str, name: str, shown_in_page: bool = False) -> Response:
    response = Response(content, mimetype=MIME[file_format])
    if not shown_in_page:
        record(Act.FILE_TAKEN, str((request.view_args or {}).get("study_id", "")), file=name)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Answers and figures of a few people: browsers must not cache a copy beside the downloaded file.
    response.headers["Cache-Control"] = "no-store"
    return response
