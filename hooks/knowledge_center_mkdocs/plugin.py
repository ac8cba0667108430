"""``plugins: [knowledge-center]``: the same events as the hook of this checkout, for every other site."""

from __future__ import annotations

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

from knowledge_center_mkdocs import events


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """Nothing is set here."""


class KnowledgeCenterPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Forwards MkDocs' events. Its settings stand in ``extra.knowledge_center``, where the commands read them."""


for _name in events.__all__:
    setattr(KnowledgeCenterPlugin, _name, staticmethod(getattr(events, _name)))
