#!.venv/bin/python
"""After a deploy, tell the WebSub hub which feeds have changed. Shows what it would do, unless --send."""

import sys

from knowledge_center_cli.ping_hub import main

sys.exit(main())
