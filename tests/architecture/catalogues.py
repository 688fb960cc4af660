"""The catalogues of the floors: what the code says, what the files hold, and the tool that brings them together.

`make translations` runs it after a text was added or changed: new texts appear in messages.po with an empty
translation, texts that are gone are removed, and messages.mo is compiled anew. Texts are sorted, so that two branches
that add some can be merged.
"""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from forms.languages import LANGUAGES
from tests.architecture.checkout import FLOORS, ROOT

KEYS = "en"
"""The language of the texts in the code; its catalogue may leave them as they are."""
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "N_": None}
SOURCES = [
    ("**.py", "python"),
    ("**/kinds/**.html", "jinja2"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]


def catalogue_file(floor: str, language: str) -> Path:
    """Where the texts of a floor stand in a language."""
    return ROOT / floor / "translations" / language / "LC_MESSAGES" / "messages.po"


def catalogue(floor: str, language: str) -> Catalog:
    """The texts of a floor in a language, as they stand in the file."""
    with catalogue_file(floor, language).open("rb") as file:
        return read_po(file, locale=language)


@cache
def texts_in_code(floor: str) -> Catalog:
    """The texts that the modules and templates of a floor show, each once."""
    texts = Catalog(charset="utf-8")
    for _file, _line, text, comments, context in extract_from_dir(ROOT / floor, method_map=SOURCES, keywords=KEYWORDS):
        # Places are left out: they would change with every line of code.
        texts.add(text, auto_comments=comments, context=context)
    return texts


def renew(floor: str, language: str) -> None:
    """Bring one catalogue up to date with the code and compile it."""
    known, path = catalogue(floor, language), catalogue_file(floor, language)
    created = known.creation_date
    known.update(texts_in_code(floor), no_fuzzy_matching=True)
    # Nothing changes in the files when no text has changed.
    known.creation_date = created
    with path.open("wb") as file:
        write_po(file, known, width=120, sort_output=True, ignore_obsolete=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, known)
    missing = sum(1 for message in known if message.id and not message.string)
    print(f"{path.relative_to(ROOT)}: {len(known)} texts, {missing} without a translation")  # noqa: T201


if __name__ == "__main__":
    for each_floor in FLOORS:
        for each_language in LANGUAGES:
            renew(each_floor, each_language)
