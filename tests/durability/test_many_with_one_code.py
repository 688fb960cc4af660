"""Many browsers with the same codes at the same time, through a network that drops a fifth of the replies."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.durability.dropping_proxy import dropping
from tests.durability.field_server import FieldServer, Installation, serving, serving_program
from tests.durability.respondents import BUSY, NO_REPLY, RECEIVED, REFUSED, Ledger, send
from tests.figures import KeepFigures


def stampede(installation: Installation, server: FieldServer, browsers: int, codes: int) -> dict[str, int | float]:
    """Every browser sends under every code, again if it gets no reply or the server is busy."""
    crowd, ledger = installation.crowd, Ledger()

    def browse(browser: int) -> None:
        # Each has its own address: refusals are delayed by address, and 64 people do not share one.
        address = {"X-Forwarded-For": f"192.0.2.{browser}"}
        for person in crowd.people[:codes]:
            nonce = f"{browser:04}-{person.nonce}"
            while send(proxy.port, crowd.study, person, ledger, nonce, address) in (NO_REPLY, BUSY):
                pass

    with dropping(server.port, 0.2) as proxy, ThreadPoolExecutor(browsers) as pool:
        for ended in [pool.submit(browse, browser) for browser in range(browsers)]:
            ended.result()
    told = [status for status in ledger.statuses if status != NO_REPLY]
    kept = installation.look_into_the_box()
    assert told.count(RECEIVED) == len(ledger.receipts) == len(set(ledger.receipts.values())) == codes
    assert told.count(REFUSED) == (browsers - 1) * codes
    return {
        "clients": browsers, "codes": codes, "replies dropped, %": round(100 * proxy.dropped / len(ledger.statuses)),
        "answers": len(kept.writers), "doubled": kept.doubled, "half": kept.half,
        "replies 5xx": sum(status >= 500 for status in told), "p99, s": round(ledger.percentile(0.99), 2),
    }  # fmt: skip


def one_answer_each(figures: dict[str, int | float]) -> bool:
    assert 10 < figures["replies dropped, %"] < 30
    return (figures["answers"], figures["doubled"], figures["half"]) == (figures["codes"], 0, 0)


def test_16_browsers_with_the_same_codes_give_one_answer_each(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path / "instance", database_url, 10, TRUSTED_PROXIES="1")
    with serving(installation) as server:
        assert one_answer_each(stampede(installation, server, 16, 10))


@pytest.mark.long
def test_64_browsers_with_200_codes_give_200_answers_within_3_seconds(
    tmp_path: Path, database_url: str, keep_figures: KeepFigures
) -> None:
    installation = Installation(tmp_path / "instance", database_url, 200, TRUSTED_PROXIES="1")
    with serving_program(installation) as server:
        figures = stampede(installation, server, 64, 200)
    keep_figures(**figures)
    assert one_answer_each(figures)
    assert figures["replies 5xx"] == 0
    assert figures["p99, s"] < 3
