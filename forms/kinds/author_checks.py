"""Checks that most kinds share for questions outside the item bank: source of the options, and limits in use."""

from collections.abc import Iterator

from forms.kinds.declarations import DeclaredQuestion, Kind, Problem, Record, Scale

DECIMALS_AT_MOST = 4
LONGEST_TEXT = 10_000


def check_options(
    kind: Kind,
    record: Record[Problem],
    question: DeclaredQuestion,
    scale: Scale | None,
    options: int,
) -> Iterator[Problem]:
    """Faults of options: the kind takes none, there are too few, or they come from two sources."""
    if not kind.has_options:
        if options:
            yield record.problem("options-not-used", "scale" if scale else "options", kind=kind.name)
    elif scale is not None and (scale.kind == "range" or question.options):
        yield record.problem("one-source-of-options", "scale", kind=kind.name)
    elif options < 2:
        yield record.problem("too-few-options", "options", id=question.id)
    elif question.most is not None and "most" not in kind.limits:
        yield record.problem("limit-not-used", "most", key="most", kind=kind.name)


def has_enough_options(scale: Scale | None, question: DeclaredQuestion, options: int) -> bool:
    """Whether the question has at least two options from one source, so that further checks make sense."""
    return options >= 2 and not (scale is not None and (scale.kind == "range" or question.options))


def check_no_exclusive(kind: Kind, record: Record[Problem], question: DeclaredQuestion) -> Iterator[Problem]:
    """An exclusive option in a kind that allows one choice only or uses all options."""
    exclusive = [index for index, option in enumerate(question.options) if option.exclusive]
    if exclusive:
        yield record.problem("exclusive-elsewhere", "options", exclusive[0], kind=kind.name)


def check_limits(kind: Kind, record: Record[Problem], question: DeclaredQuestion) -> Iterator[Problem]:
    """Bounds in the wrong order, and limits that the kind does not use."""
    low, high = question.low, question.high
    if kind.limits >= {"low", "high"}:
        if (low is not None and low < 0) or (low is not None and high is not None and low >= high):
            yield record.problem("range-order", "low", low=low, high="–" if high is None else high)
    elif low is not None or high is not None:
        key = "low" if low is not None else "high"
        yield record.problem("limit-not-used", key, key=key, kind=kind.name)
    yield from check_sizes(kind, record, question)


def check_sizes(kind: Kind, record: Record[Problem], question: DeclaredQuestion) -> Iterator[Problem]:
    """Decimals that the kind does not use or that are too many, and texts that are too long."""
    if question.decimals and ("decimals" not in kind.limits or question.decimals > DECIMALS_AT_MOST):
        yield record.problem("too-many-decimals", "decimals", most=DECIMALS_AT_MOST)
    if question.length > LONGEST_TEXT:
        yield record.problem("text-limit", "length", most=LONGEST_TEXT)
