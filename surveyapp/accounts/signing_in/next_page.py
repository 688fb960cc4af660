"""The page after signing in, which must be a page of this server."""

import re

# A path begins with exactly one slash: browsers read "//host" and "/\host" as a host. Control characters are refused
# because browsers remove them before they read the address.
_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*", re.ASCII | re.DOTALL)
_LONGEST = 500


def own_page(address: str | None) -> str | None:
    """Return the address if it is a path of this server, else ``None``."""
    if not address or len(address) > _LONGEST or not _PATH.fullmatch(address):
        return None
    return address
