"""Where a person goes after signing in: a page of this server, and nowhere else."""

import re

# One slash and then something that no browser reads as a host: neither "//host" nor "/\host", and no control
# character, which browsers drop before they read the address.
_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*", re.ASCII | re.DOTALL)
_LONGEST = 500


def own_page(address: str | None) -> str | None:
    """The address when it is a path of this server, else ``None``."""
    if not address or len(address) > _LONGEST or not _PATH.fullmatch(address):
        return None
    return address
