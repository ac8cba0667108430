#!.venv/bin/python
"""Send a closed issue of a digest to its subscribers: the latest one, or the one that is named."""

import sys

from knowledge_center_cli.send_digest import main

sys.exit(main())
