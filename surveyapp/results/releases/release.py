"""A release: the results of a study as every page, file and report shows them until enough new people have answered.

Figures that changed with every new form would reveal that form by comparing two days (rule 11 of docs/method.md).
``renewing`` decides what may be renewed; ``release_store`` stores the releases.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis.disclosure.renewals import Standing
from analysis.results import Comparison


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that were released together when the study had ``forms`` answer sheets.

    ``entry``: ``headline`` for people who came by code or at a seminar, ``open_link`` for the others.
    """

    entry: str
    items: tuple[str, ...]
    forms: int


@dataclass(frozen=True, slots=True)
class Release:
    """The results of a study, and what readers have seen of it so far.

    ``version`` and ``forms`` (answer sheets per group and way of entry): those that were examined, whether or not they
    allowed an update. ``planned`` compares the items of the plan, ``others`` the questions outside the bank, both
    without open entry; ``open_entry`` holds the answers by the open link. ``working``: the answers of ``planned`` and
    ``others`` without tests, as far as signed-in researchers may see them; nothing that leaves the pages is made from
    it; ``None`` if it would show nothing more. ``standings``: entry and item, or score, to group to what was released
    of it. ``number``: a short name of all that is shown, for addresses and files that may be cached.
    """

    version: str
    forms: Mapping[str, int]
    planned: Comparison
    others: Comparison
    open_entry: Comparison | None
    blocks: tuple[Block, ...]
    working: Comparison | None = None
    standings: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    number: str = ""

    def newer(self, now: int, items: Iterable[str] | None = None) -> int:
        """Return how many of ``now`` answer sheets are not yet in every figure (of these items, or of all)."""
        wanted = None if items is None else set(items)
        counted = [block.forms for block in self.blocks if wanted is None or wanted & set(block.items)]
        return max((now - forms for forms in counted), default=0)
