import unicodedata

from matplotlib.font_manager import findfont, get_font

from analysis.charts.lettering import (
    CANDIDATES,
    covers,
    font_family,
    font_file,
    text_width,
    tidy,
    vietnamese_letters,
    wrap,
)


def test_vietnamese_has_134_letters() -> None:
    # 12 vowels in 6 tones and 17 consonants, lower and upper case; Vietnamese has no f, j, w and z.
    letters = vietnamese_letters()
    marked = [letter for letter in letters if not letter.isascii()]
    assert len(letters) == len(set(letters)) == 2 * (12 * 6 + 17)
    assert len(marked) == 134
    assert unicodedata.normalize("NFC", letters) == letters


def test_the_chosen_font_covers_all_vietnamese_letters_in_every_cut() -> None:
    for bold, italic in ((False, False), (True, False), (False, True)):
        path = font_file(font_family(), bold=bold, italic=italic)
        assert path is not None
        assert covers(path)


def test_dejavu_sans_of_matplotlib_is_always_available() -> None:
    assert CANDIDATES[-1] == "DejaVu Sans"
    assert covers(findfont("DejaVu Sans"))


def test_a_font_without_the_letters_is_refused() -> None:
    assert not covers(findfont("STIXGeneral"))
    assert get_font(findfont("STIXGeneral")).get_charmap()


def test_a_family_that_is_not_installed_has_no_file() -> None:
    assert font_file("No Such Family") is None


def test_labels_are_composed_before_they_are_drawn() -> None:
    assert tidy(unicodedata.normalize("NFD", "Người  đứng đầu\n")) == "Người đứng đầu"


def test_a_long_wording_is_wrapped_at_words_and_loses_none() -> None:
    text = "Kiên quyết xử lý công chức gây nhũng nhiễu, phiền hà cho người dân và doanh nghiệp"
    lines = wrap(text, 120, 9)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(text_width(line, 9) <= 120 for line in lines)


def test_bold_letters_are_measured_in_bold() -> None:
    assert text_width("trách nhiệm", 9, bold=True) > text_width("trách nhiệm", 9)
