"""Counts the requests and bytes of the first page of a form on the network, with an empty cache."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

MOST_REQUESTS, MOST_BYTES = 3, 40_000


@dataclass(frozen=True, slots=True)
class Weight:
    """Requests and bytes, headers included, by kind of file."""

    requests: int
    bytes: int
    by_kind: dict[str, int]


def first_page_weight(browser: Browser, address: str) -> Weight:
    """Open the address in a fresh window and count until the network is idle."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def received(event: dict[str, Any]) -> None:
        # The icon is part of the page itself.
        if not event["response"]["url"].startswith("data:"):
            kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    context.close()
    by_kind = {kind: sum(sizes[name] for name in kinds if kinds[name] == kind) for kind in sorted(set(kinds.values()))}
    return Weight(len(kinds), sum(by_kind.values()), by_kind)
