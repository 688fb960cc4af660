"""The file that names the newest line of the audit log, kept with the keys and outside the database."""

import os
from pathlib import Path
from threading import Lock

from surveyapp.audit.chain import Head
from surveyapp.instance.private_files import write_private

_writing = Lock()


def head_file(instance: Path) -> Path:
    return instance / "keys" / "audit_head"


def read_head(instance: Path) -> Head | None:
    """Return the newest line that was noted, or ``None`` if the file cannot be read."""
    try:
        seq, digest = head_file(instance).read_text(encoding="ascii").split()
        return Head(int(seq), bytes.fromhex(digest))
    except (OSError, ValueError):
        return None


def note_head(instance: Path, head: Head) -> None:
    """Note a line unless a newer one was noted already."""
    path = head_file(instance)
    with _writing:
        known = read_head(instance)
        if known is not None and known.seq >= head.seq:
            return
        # The temporary name is unique because another process may be writing too.
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        write_private(fresh, f"{head.seq} {head.hash.hex()}\n".encode("ascii"))
        fresh.replace(path)
