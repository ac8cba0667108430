"""Before a release: remember our templates and styles as this version has them (template_record.json)."""

import json
import sys
import tomllib
from pathlib import Path

from knowledge_center_mkdocs.template_record import RECORD, record, released_files, with_version

if __name__ == "__main__":
    root = Path(__file__).parents[1]
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    layer = Path(sys.argv[1]) if sys.argv[1:] else root / "overrides"
    after = with_version(record(), version, dict(released_files(layer)))
    RECORD.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
    print(f"{RECORD.name} holds {version}.")
