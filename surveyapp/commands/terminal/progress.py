"""Progress of long work: a bar on a terminal, lines of text elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def steps_of(title: str, total: int) -> Iterator[Callable[[], None]]:
    """Return a function to call once for each of ``total`` steps."""
    if sys.stderr.isatty():
        from rich.progress import Progress

        with Progress(transient=True) as bar:
            task = bar.add_task(title, total=total)
            yield lambda: bar.advance(task)
        return
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if done == total or done % max(1, total // 10) == 0:
            click.echo(f"{title}: {done}/{total}", err=True)

    yield one_more
