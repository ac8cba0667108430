#!.venv/bin/python
"""Every problem an editor can mend, without building anything; or, with --feeds, those of finished feeds."""

import sys

from knowledge_center_cli.check import main

sys.exit(main())
