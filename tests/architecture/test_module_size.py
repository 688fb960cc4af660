import re

from tests.architecture.checkout import ROOT, modules

CEILING = 250
TABLES = {"analysis/results.py", "forms/loading/author_messages.py"}
"""Lists of records, kinds or messages, which are read by entry and not from top to bottom."""
TOO_WIDE = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")


def test_no_module_grows_beyond_the_ceiling() -> None:
    sizes = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in modules()
        if "migrations" not in path.parts
    }
    assert {path for path, size in sizes.items() if size > CEILING} == TABLES


def test_names_are_narrow() -> None:
    """A module named after everything attracts everything."""
    wide = [
        str(path)
        for path in modules()
        if path.name == "models.py" or any(TOO_WIDE.search(part) for part in path.with_suffix("").parts)
    ]
    assert wide == []
