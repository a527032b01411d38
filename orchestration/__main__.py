"""`python -m orchestration COMMAND`: see commands/command_line.py."""

import gc
import sys

from orchestration.commands.command_line import main

if __name__ == "__main__":
    code = main()
    # Looking through all that Dagster and dbt have made takes a second, and frees nothing that the
    # end of the process does not.
    gc.freeze()
    sys.exit(code)
