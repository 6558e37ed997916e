"""The frozen window program starts here."""

import multiprocessing
import sys

from ltrec_gui.app import main

if __name__ == "__main__":
    # Without this a library that starts a process would open the window again and again.
    multiprocessing.freeze_support()
    sys.exit(main())
