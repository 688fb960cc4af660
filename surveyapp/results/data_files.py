"""The answers with their codebook as one zip archive, in the formats of ``surveyapp export``."""

import io
import tempfile
import zipfile
from pathlib import Path

from surveyapp.exports import FORMATS
from surveyapp.exports.data_table import data_table
from surveyapp.exports.files_for_others import file_for_others
from surveyapp.exports.text_files import write_codebook
from surveyapp.studies.loaded import LoadedStudy

# The files must not show when they were made, but zip requires a date.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def data_archive(loaded: LoadedStudy, file_format: str, language: str, for_others: bool = False) -> bytes:
    """Return a zip with the data in one format and the codebook; with ``for_others`` only what may be passed on."""
    table = file_for_others(loaded, language).table if for_others else data_table(loaded, language)
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as draft, zipfile.ZipFile(content, "w") as archive:
        for path in (*FORMATS[file_format].write(table, Path(draft)), *write_codebook(table, Path(draft))):
            entry = zipfile.ZipInfo(path.name, _NO_DAY)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
