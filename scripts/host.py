#!.venv/bin/python
"""The finished site and the signup service, in one process on one port."""

import sys

from knowledge_center_cli.host import main

sys.exit(main())
