"""``python -m knowledge_center_cli COMMAND``: the command where it is on no path."""

import sys

from knowledge_center_cli.command import main

sys.exit(main())
