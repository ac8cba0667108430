#!.venv/bin/python
"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

import sys

from knowledge_center_cli.build import main

try:
    sys.exit(main())
except KeyboardInterrupt:
    print("Stopped. Nothing was published.", file=sys.stderr)
    sys.exit(130)
