"""A readable copy of an uploaded file for the length of a ``with`` block.

The readers of files need a path. On Linux the copy lies in memory (``memfd``) and never on a disk; elsewhere it is a
file that only its owner may read. Either is gone when the block ends, also after an error.
"""

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.sources.input_faults import InputFaultError
from surveyapp.data_files.keeping.kept_files import KeptFile
from surveyapp.data_files.keeping.sealed_files import OPENED, folder
from surveyapp.instance.private_files import PRIVATE_FOLDER, create_private
from surveyapp.throttling.few_at_once import FewAtOnce

PATIENCE_SECONDS = 20.0
# Reading a file occupies one core for seconds; the other cores serve respondents.
one_at_a_time = FewAtOnce(1, PATIENCE_SECONDS)


@contextmanager
def readable(file: KeptFile) -> Iterator[Path]:
    """The path of the copy, with the ending of the file's name. Raises ``DamagedFileError``.

    An ``InputFaultError`` of the block names the file as the person knows it, not the copy.
    """
    place = folder() / f"{OPENED}{secrets.token_hex(8)}"
    place.mkdir(mode=PRIVATE_FOLDER)
    try:
        path = place / f"data{file.ending}"
        if sys.platform == "linux":
            descriptor = os.memfd_create("data file", os.MFD_CLOEXEC)
            # Its end closes the memory, which frees it.
            with os.fdopen(descriptor, "wb") as memory:
                _fill(memory.fileno(), file)
                path.symlink_to(f"/proc/{os.getpid()}/fd/{memory.fileno()}")
                yield path
        else:
            with create_private(path) as opened:
                _fill(opened.fileno(), file)
            yield path
    except InputFaultError as fault:
        for each in getattr(fault, "faults", (fault,)):
            each.where = each.where.replace(str(place / f"data{file.ending}"), file.name)
            each.values = {name: _renamed(value, str(place), file.name) for name, value in each.values.items()}
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _renamed(value: object, place: str, name: str) -> object:
    return name if isinstance(value, str | OSError) and place in str(value) else value


def _fill(descriptor: int, file: KeptFile) -> None:
    for piece in file.key.pieces("content"):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
