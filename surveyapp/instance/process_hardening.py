"""Protection of the memory of processes that handle keys, passphrases or answers."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def forbid_core_files() -> None:
    """Disable core files of this process and its children and, on Linux, debuggers.

    On Linux the process is also marked as not dumpable, because a core pattern that begins with a pipe ignores the
    limit; programs of any account then cannot read its memory. Windows writes no core files.
    """
    if sys.platform == "win32":
        return
    import resource  # not available on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
