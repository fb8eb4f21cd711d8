"""`python -m bot`: the `guichet` command, under the one Python that its environment is made for."""

import sys

if sys.version_info[:2] != (3, 10):
    raise SystemExit("Guichet needs Python 3.10: run `make run`, which brings it")

from bot.cli import main

main()
