"""Many browsers with the same codes at the same time, through a network that loses a fifth of the replies."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.durability.dropping_proxy import dropping
from tests.durability.field_server import FieldServer, Installation, serving, serving_program
from tests.durability.respondents import NO_REPLY, RECEIVED, REFUSED, Ledger, send


def stampede(installation: Installation, server: FieldServer, browsers: int, codes: int) -> Ledger:
    """Every browser sends under every code; whoever hears nothing sends again."""
    crowd, ledger = installation.crowd, Ledger()

    def browse(browser: int) -> None:
        for person in crowd.people[:codes]:
            nonce = f"{browser:04}-{person.nonce}"
            while send(proxy.port, crowd.study, person, ledger, nonce) == NO_REPLY:
                pass

    with dropping(server.port, 0.2) as proxy, ThreadPoolExecutor(browsers) as pool:
        for ended in [pool.submit(browse, browser) for browser in range(browsers)]:
            ended.result()
    told = [status for status in ledger.statuses if status != NO_REPLY]
    assert 0.1 < proxy.dropped / len(ledger.statuses) < 0.3
    assert set(told) == {RECEIVED, REFUSED}, "no 5xx"
    assert told.count(RECEIVED) == codes
    assert len(ledger.receipts) == len(set(ledger.receipts.values())) == codes
    assert len(installation.in_the_box()) == codes
    return ledger


def test_16_browsers_with_the_same_codes_give_one_answer_each(tmp_path: Path, database_url: str) -> None:
    codes = 30 if database_url.startswith("sqlite") else 10
    installation = Installation(tmp_path / "instance", database_url, codes)
    with serving(installation) as server:
        stampede(installation, server, 16, codes)


@pytest.mark.long
def test_64_browsers_with_200_codes_give_200_answers_within_3_seconds(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path / "instance", database_url, 200)
    with serving_program(installation) as server:
        assert stampede(installation, server, 64, 200).percentile(0.99) < 3
