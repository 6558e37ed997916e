"""The frozen command line starts here."""

import multiprocessing

from ltrec_gui.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
