"""`python -m ltrec_gui` opens the window."""

import sys

from ltrec_gui.app import main

if __name__ == "__main__":
    sys.exit(main())
