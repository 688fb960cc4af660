"""The pages of uploaded files. Everybody sees their own files only; for others they do not exist."""

import unicodedata

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from analysis.sources.input_faults import InputFaultError
from forms.languages import LANGUAGES
from forms.model.thresholds import FLOORS
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.data_files.keeping.kept_files import (
    KEPT_DAYS,
    MOST_FILES,
    KeptFile,
    UnreadableFile,
    delete_file,
    file_of,
    files_of,
    keep_corrections,
    keep_file,
    uploaded,
)
from surveyapp.data_files.keeping.sealed_files import MOST_BYTES, DamagedFileError
from surveyapp.data_files.keeping.starting import MOST_BODY
from surveyapp.data_files.webforms import SendForm, UploadForm
from surveyapp.data_files.words import ending_of, endings, fault_in_words
from surveyapp.instance.faults import Fault
from surveyapp.web.languages import page_language
from surveyapp.web.permissions import permission
from surveyapp.web.request_limits import takes

blueprint = Blueprint("data_files", __name__, url_prefix="/staff/files", template_folder="templates")

MOST_FIELDS = 40_000
"""Four fields a column."""
LONGEST_NAME = 120
MIME = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@blueprint.errorhandler(DamagedFileError)
def damaged(_error: DamagedFileError) -> ResponseReturnValue:
    flash(gettext("This file was damaged or altered on the server. Please delete it and upload it again."), "error")
    return redirect(url_for("data_files.files"), code=303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return _list(UploadForm(formdata=None), gettext("The file is larger than %(most)s MB.", most=MOST_BYTES >> 20)), 413


@blueprint.get("/")
@permission("data_files.analyse")
def files() -> ResponseReturnValue:
    return _list(UploadForm())


@blueprint.post("/upload")
@permission("data_files.analyse")
@takes(most_bytes=MOST_BODY)
def upload() -> ResponseReturnValue:
    """Receive a file, and keep it if its columns can be read."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _list(form), 422
    name = "".join(letter for letter in form.file.data.filename if letter.isprintable())
    name = name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    ending = ending_of(name)
    if ending is None:
        known = ", ".join(endings())
        return _list(form, gettext("“%(name)s” is of no kind that can be read: %(kinds)s", name=name, kinds=known)), 422
    if len(files_of(current_user.name)) >= MOST_FILES:
        return _list(form, gettext("Please delete a file first; %(most)s are kept at most.", most=MOST_FILES)), 422
    from surveyapp.data_files.reading.kept_facts import note_facts

    arriving = form.file.data.stream
    file = uploaded(arriving, name, ending, persons=not form.no_persons.data)
    try:
        note_facts(file)
    except InputFaultError as fault:
        return _list(form, fault_in_words(fault)), 422
    keep_file(arriving, file)
    return redirect(url_for("data_files.columns", file_id=file.id), code=303)


@blueprint.route("/<file_id>", methods=["GET", "POST"])
@permission("data_files.analyse")
@takes(most_fields=MOST_FIELDS)
def columns(file_id: str) -> ResponseReturnValue:
    """Show how each column is understood, and keep corrections."""
    from surveyapp.data_files.page_of_columns import page_of_columns
    from surveyapp.data_files.reading.columns import CorrectionFault, corrected, understood

    file, form = _file(file_id), SendForm()
    known, fault = understood(file), None
    if form.validate_on_submit():
        try:
            corrections = corrected(known, request.form)
        except CorrectionFault as refused:
            fault = refused
        else:
            keep_corrections(file, corrections)
            if "compare" in request.form:
                return redirect(url_for("data_files.results", file_id=file.id), code=303)
            flash(gettext("The corrections are saved."))
            return redirect(url_for("data_files.columns", file_id=file.id), code=303)
    page = page_of_columns(known, request.form if fault else None)
    told = {"place": fault.place, "words": fault.in_words(gettext)} if fault else None
    shown = render_template("data_files/columns.html", file=file, form=form, page=page, refused=told)
    return shown, 422 if fault else 200


@blueprint.get("/<file_id>/codebook.yaml")
@permission("data_files.analyse")
def codebook(file_id: str) -> ResponseReturnValue:
    from surveyapp.data_files.reading.columns import understood

    file = _file(file_id)
    content = understood(file).codebook_yaml(page_language()).encode()
    return _download(file, content, "application/yaml", f"{_stem(file)}_codebook.yaml")


@blueprint.get("/<file_id>/results")
@permission("data_files.analyse")
def results(file_id: str) -> ResponseReturnValue:
    from analysis.views.html import image_of
    from surveyapp.data_files.reading.comparing import report_of
    from surveyapp.data_files.reading.thresholds import smallest_base

    file = _file(file_id)
    try:
        document = report_of(file, page_language())
    except (InputFaultError, Fault) as fault:
        return _not_compared(file, fault)
    return render_template(
        "data_files/results.html", file=file, document=document, least=smallest_base(file), image_of=image_of
    )


@blueprint.get("/<file_id>/report/<language>.<any(html, docx):file_format>")
@permission("data_files.analyse")
def report(file_id: str, language: str, file_format: str) -> ResponseReturnValue:
    from surveyapp.data_files.reading.comparing import report_file, report_of

    file = _file(file_id)
    if language not in LANGUAGES:
        abort(404)
    try:
        content = report_file(report_of(file, language), file_format)
    except (InputFaultError, Fault) as fault:
        return _not_compared(file, fault)
    return _download(file, content, MIME[file_format], f"{_stem(file)}_report_{language}.{file_format}")


@blueprint.route("/<file_id>/delete", methods=["GET", "POST"])
@permission("data_files.analyse")
def delete(file_id: str) -> ResponseReturnValue:
    form = SendForm()
    if not form.validate_on_submit():
        try:
            file: KeptFile | UnreadableFile = _file(file_id)
        except DamagedFileError:
            file = UnreadableFile(file_id)
        return render_template("data_files/delete.html", file=file, form=form)
    if not delete_file(current_user.name, file_id):
        abort(404)
    flash(gettext("The file is deleted, with its corrections."))
    return redirect(url_for("data_files.files"), code=303)


def _list(form: UploadForm, refused: str | None = None) -> str:
    return render_template(
        "data_files/files.html",
        files=files_of(current_user.name),
        form=form,
        refused=refused,
        most_bytes=MOST_BYTES,
        kinds=", ".join(endings()),
        days=KEPT_DAYS,
        least=FLOORS.respondents,
    )


def _file(file_id: str) -> KeptFile:
    return file_of(current_user.name, file_id) or abort(404)


def _not_compared(file: KeptFile, fault: InputFaultError | Fault) -> ResponseReturnValue:
    words = fault_in_words(fault) if isinstance(fault, InputFaultError) else fault.in_words(gettext)
    flash(words, "error")
    return redirect(url_for("data_files.columns", file_id=file.id), code=303)


def _stem(file: KeptFile) -> str:
    """The name of the file without its ending, in letters that every browser keeps."""
    stem = unicodedata.normalize("NFD", file.name[: -len(file.ending)].replace("đ", "d").replace("Đ", "D"))
    stem = "".join(letter for letter in stem if not unicodedata.combining(letter))
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in stem).strip("_") or "data"


def _download(file: KeptFile, content: bytes, kind: str, name: str) -> Response:
    record(Act.FILE_TAKEN, file.id, kind=name.rpartition(".")[2])
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
