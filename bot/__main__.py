"""`python -m bot`: the `guichet` command."""

from bot.cli import main

main()
