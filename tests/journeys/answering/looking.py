"""Checks that hold on every page and in every state."""

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.browsers.page_protocol import BrowserPage

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
_AXE = Axe().axe_script
_BREACHES = """async (options) => (await axe.run(document, options)).violations
  .flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 200)}`))"""

# Touch targets: rows and pills, cells of a rating, buttons and links of the bars.
_TARGETS = """() => [...document.querySelectorAll(
    ".row label, .rank, .apart label, .cells label, .stepper button, .undo, .bar button, .site button, .site nav a, " +
    ".found li"
  )].filter((one) => one.checkVisibility()).map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 35.9)
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""


def violations(page: BrowserPage) -> list[str]:
    """Return violations of WCAG 2.2 A and AA, sideways overflow, and targets that are too small."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_BREACHES, WCAG)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page can be scrolled sideways")
    return found + [f"too small: {target}" for target in page.evaluate(_TARGETS)]
