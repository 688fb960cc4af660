import re

import pytest

from surveyapp.respondents.assets import find_asset, join_modules


def test_modules_come_after_what_they_import_and_only_once() -> None:
    sources = {
        "main": 'import { a } from "./low.js";\nimport * as mid from "./mid.js";\na(mid.b);\n',
        "mid": 'import { a } from "./low.js";\nexport const b = a;\n',
        "low": "// why\nexport function a() {}\n",
    }
    joined = join_modules(sources, "main")
    assert [joined.index(f"const {name}_js") for name in ("low", "mid", "main")] == sorted(
        joined.index(f"const {name}_js") for name in sources
    )
    assert joined.count("function a()") == 1
    assert "const mid = mid_js;" in joined
    assert not re.search(r"^(import|export)|why", joined, re.M)


def test_a_circle_is_refused() -> None:
    sources = {"main": 'import { a } from "./other.js";\n', "other": 'import { b } from "./main.js";\n'}
    with pytest.raises(ValueError, match="main -> other -> main"):
        join_modules(sources, "main")


def test_what_the_joiner_does_not_understand_is_refused() -> None:
    with pytest.raises(ValueError, match=r"main\.js"):
        join_modules({"main": "export default 1;\n"}, "main")


def test_comments_and_indents_are_left_out_and_long_literals_refused() -> None:
    source = 'if (a) {\n  b("http://x // y"); // why\n}\n'
    assert 'if (a) {\nb("http://x // y");\n}\n' in join_modules({"main": source}, "main")
    with pytest.raises(ValueError, match="several lines"):
        join_modules({"main": "const a = `one\n  two`;\n"}, "main")


def test_files_have_names_that_change_with_their_content(sqlite_app: object) -> None:
    assert find_asset("respondents.js") is None
    assert find_asset("respondents-000000000000.js") is None
