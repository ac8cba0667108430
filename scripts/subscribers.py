#!.venv/bin/python
"""Who is subscribed: look up, add, remove, erase, move to and from other services, take in what comes back."""

import sys

from knowledge_center_cli.subscribers import main

sys.exit(main())
