"""A researcher uploads a file from elsewhere, corrects a column, compares the groups and takes the report away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import PASSWORD, Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def messy_file(path: Path) -> Path:
    rows = ["Nhóm;Đơn vị;Q1;Q2"]
    for at in range(240):
        rows.append(
            f"{'Cán bộ' if at % 2 else 'Người dân'};Sở {at % 12};{at % 5 + 1};{99 if at % 11 == 0 else at * 3 % 5 + 1}"
        )
    rows[8] = "Người dân;Sở 7;Đồng ý;3"
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("size", SIZES)
def test_from_upload_to_report(browser: Browser, installation: Installation, tmp_path: Path, size: str) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="vi-VN", base_url=installation.base)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/staff/files/")
    page.locator("input[name=name]").fill("researcher")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("h1")).to_have_text("Tệp dữ liệu")

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    fits()
    page.locator("input[type=file]").set_input_files(messy_file(tmp_path / "khảo sát.csv"))
    page.get_by_role("button", name="Tải lên").click()
    expect(page.locator("h1")).to_have_text("khảo sát.csv")
    first = page.locator("fieldset.column").first
    expect(first.locator("legend")).to_have_text("Q1")
    expect(first.locator(".warn")).to_contain_text("Đồng ý")
    fits()
    first.locator("select[name^=scale]").select_option("agree5")
    page.locator("#missing").fill("99 = không biết")
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    expect(page.locator(".said")).to_be_visible()
    expect(page.locator(".column.doubtful")).to_have_count(0)
    with page.expect_download() as codebook:
        page.locator("a[href$='codebook.yaml']").click()
    kept = Path(codebook.value.path()).read_text(encoding="utf-8")
    assert "scale: agree5" in kept
    assert "'99': dont_know" in kept
    page.locator("button[name=compare]").first.click()
    expect(page).to_have_url(re.compile("/results$"), timeout=60_000)
    expect(page.locator("table").first).to_be_visible()
    fits()
    with page.expect_download(timeout=60_000) as word:
        page.locator("a[href$='vi.docx']").click()
    assert Path(word.value.path()).read_bytes().startswith(b"PK")
    page.goto("/staff/files/")
    page.get_by_role("link", name="Xóa").first.click()
    page.get_by_role("button", name="Xóa tệp").click()
    expect(page.locator(".said")).to_be_visible()
    context.close()
