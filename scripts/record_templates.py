"""Before a release: remember our templates, styles and the files of a new site as this version has them."""

import argparse
import json
import tomllib
from pathlib import Path

from knowledge_center.scaffold import generated_files
from knowledge_center.scaffold.site_files import generated_files as generated_now
from knowledge_center_mkdocs.template_record import RECORD, record, released_files, with_version

if __name__ == "__main__":
    root = Path(__file__).parents[1]
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "layer", nargs="?", type=Path, default=root / "overrides", help="the folder of templates"
    )
    layer = parser.parse_args().layer
    templates = with_version(record(), version, dict(released_files(layer)))
    files = generated_files.with_version(generated_files.record(), version, generated_now(version))
    for path, after in ((RECORD, templates), (generated_files.RECORD, files)):
        path.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
        print(f"{path.name} holds {version}.")
