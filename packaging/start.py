"""The frozen program starts here: as `ltrec` it is the command line, else the window."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    # Without this a library that starts a process would open the window again and again.
    multiprocessing.freeze_support()
    if Path(sys.argv[0]).stem == "ltrec":
        from ltrec_gui.cli import main as run_command

        run_command()
    else:
        from ltrec_gui.app import main

        sys.exit(main())
