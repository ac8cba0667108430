"""Before a release: remember our templates, styles and the files of a new site as this version has them."""

import json
import sys
import tomllib
from pathlib import Path

from knowledge_center.scaffold import generated_files
from knowledge_center.scaffold.site_files import generated_files as generated_now
from knowledge_center_mkdocs.template_record import RECORD, record, released_files, with_version

if __name__ == "__main__":
    root = Path(__file__).parents[1]
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    layer = Path(sys.argv[1]) if sys.argv[1:] else root / "overrides"
    templates = with_version(record(), version, dict(released_files(layer)))
    files = generated_files.with_version(generated_files.record(), version, generated_now(version))
    for path, after in ((RECORD, templates), (generated_files.RECORD, files)):
        path.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
        print(f"{path.name} holds {version}.")
