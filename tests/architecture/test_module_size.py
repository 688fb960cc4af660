import re

from tests.architecture.checkout import ROOT, modules

CEILING = 250
TOO_WIDE = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")


def test_no_module_grows_beyond_the_ceiling() -> None:
    sizes = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in modules()
        if "migrations" not in path.parts
    }
    assert {path: size for path, size in sizes.items() if size > CEILING} == {}


def test_names_are_narrow() -> None:
    """A module named after everything attracts everything."""
    wide = [
        str(path)
        for path in modules()
        if path.name == "models.py" or any(TOO_WIDE.search(part) for part in path.with_suffix("").parts)
    ]
    assert wide == []
