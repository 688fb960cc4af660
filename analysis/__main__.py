"""``python -m analysis``."""

import gc

from analysis.cli import main

if __name__ == "__main__":
    # Nearly all that a command makes is kept until it ends, so that a search for garbage in it finds none.
    gc.set_threshold(100_000, 20, 20)
    main(prog_name="python -m analysis")
