"""A folder holds about fifteen files at most, so that a newcomer finds the right one by its name."""

from collections import Counter

from tests.architecture.checkout import FLOORS, ROOT, tracked_files

MOST = 15
CODE = {".py", ".js", ".css", ".html"}


def test_no_folder_of_the_product_holds_more_than_fifteen_files() -> None:
    rooms = Counter(
        file.relative_to(ROOT).parent
        for file in tracked_files()
        if file.relative_to(ROOT).parts[0] in FLOORS and file.suffix in CODE and file.name != "__init__.py"
    )
    crowded = {str(room): number for room, number in rooms.items() if number > MOST}
    assert crowded == {}
