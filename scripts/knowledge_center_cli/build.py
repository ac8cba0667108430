"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from knowledge_center.build_cache.last_build import environment, inputs, last_build, site_files, stamps_hash
from knowledge_center.clock import read_clock
from knowledge_center.problems import Unusable
from knowledge_center_cli.command_cost import cost
from knowledge_center_mkdocs.program import open_cache

# What is imported, and most of what a build makes, stays until its end.
_OBJECTS_BEFORE_A_LOOK = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site from the folder with mkdocs.yml. Returns 1 on any problem, the last site untouched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timings", action="store_true", help="say where the time went, a line a phase")
    options = parser.parse_args(argv)
    gc.set_threshold(_OBJECTS_BEFORE_A_LOOK, 10, 10)
    try:
        cache = None if "KC_PLAIN" in os.environ else open_cache()
        around = environment(os.environ)
        last = last_build(cache, read_clock(os.environ), around) if cache else None
        roots, sources = tuple[str, ...](), dict[str, str]()
        if cache and last:
            # What is taken over stays, too: looking for garbage is in vain.
            gc.disable()
            # Before anything is read: whatever changes meanwhile belongs to the next build.
            roots, sources = last.roots, inputs(last.roots)
            said = None
            if last.inputs == stamps_hash(sources):
                said = last.said if last.files == site_files(last.site).stamps_hash else None
            else:
                from knowledge_center_cli.text_build import build_texts

                said = build_texts(cache, last, sources, timings=options.timings)
            if said is not None:
                print(f"{said}\n{cost()}")
                return 0
        # Not before it is known to be needed: the engine takes a third of a second.
        from knowledge_center_cli.site_build import build

        return build(cache, around, looked_at=(roots, sources), timings=options.timings)
    except Unusable as unusable:
        print(f"{unusable}\n\nNothing was published.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was published.", file=sys.stderr)
        return 130
