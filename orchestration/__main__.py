"""`python -m orchestration COMMAND`: see commands/command_line.py."""

import sys

from orchestration.commands.command_line import main

if __name__ == "__main__":
    sys.exit(main())
