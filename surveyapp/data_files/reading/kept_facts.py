"""What a file says about its columns, counted once when it is uploaded and then kept encrypted beside it.

The page of columns and every correction read these facts, so that the file itself is opened for a comparison only.
"""

import json
from collections.abc import Sequence

from analysis.sources.answer_source import columns_of
from analysis.sources.dataset import Codebook
from analysis.sources.files.codebook_files import codebook_from_json, codebook_to_json
from analysis.sources.files.roles import Roles
from analysis.sources.input_faults import InputFaultError
from analysis.sources.opening import open_source
from analysis.sources.understanding.column_facts import ColumnFacts
from surveyapp.data_files.keeping.kept_files import KeptFile
from surveyapp.data_files.reading.clear_copy import one_at_a_time, readable

PART = "facts"


def note_facts(file: KeptFile) -> None:
    """Read the file and keep the facts.

    Raises ``InputFaultError`` for a file that cannot be used, ``TooManyAtOnceError`` while others are read.
    """
    with one_at_a_time.turn(), readable(file) as path:
        facts = columns_of(open_source(str(path), Roles("")))
        if not facts:
            raise InputFaultError("empty_file", str(path))
    file.key.write(PART, _to_json(facts))


def facts_of(file: KeptFile) -> list[ColumnFacts]:
    """The facts of every column, in the order of the file. Raises ``DamagedFileError``."""
    content = json.loads(b"".join(file.key.pieces(PART)))
    variables = codebook_from_json(content["codebook"]).variables
    return [ColumnFacts(variable, **rest) for variable, rest in zip(variables, content["columns"], strict=True)]


def _to_json(facts: Sequence[ColumnFacts]) -> bytes:
    columns = [
        {"people": dict(found.people), "first": dict(found.first), "more": found.more, "measure": found.measure}
        for found in facts
    ]
    codebook = codebook_to_json(Codebook(tuple(found.variable for found in facts)))
    return json.dumps({"codebook": codebook, "columns": columns}, ensure_ascii=False).encode()
