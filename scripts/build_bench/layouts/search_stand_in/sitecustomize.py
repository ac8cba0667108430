"""Imported by Python when it starts: stands where the search is made, reads no page and indexes nothing."""

import sys
from types import ModuleType


def _stand_in(name: str, **parts: object) -> None:
    module = ModuleType(f"knowledge_center.search.{name}")
    vars(module).update(parts)
    sys.modules[module.__name__] = module


_stand_in("searched_page", searched_page=lambda html, url: (), SearchedPage=tuple)
# What pages lead to.
_stand_in("index_files", index_files=lambda pages, language: {"search.json": b"{}"})
