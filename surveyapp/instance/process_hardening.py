"""What a process that holds keys, passphrases or answers does so that no file of its memory is ever written."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def forbid_core_files() -> None:
    """No core file of this process or of its children, whatever limit it inherited; on Linux no debugger either.

    On Linux the process is marked as not dumpable as well, since a core pattern that begins with a pipe ignores the
    limit; other accounts' and its own account's programs can then not read its memory. Windows writes no core files.
    """
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
