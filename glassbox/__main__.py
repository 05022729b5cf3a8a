"""`python -m glassbox` is the console command `glassbox`."""

import sys

from glassbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
