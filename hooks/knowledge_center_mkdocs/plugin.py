"""``plugins: [knowledge-center]``: the same events as the hook of this checkout, for every other site."""

from __future__ import annotations

from typing import Any

from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError
from mkdocs.plugins import BasePlugin

from knowledge_center_mkdocs import events

_ELSEWHERE = (
    "No setting stands below the plugin: all are in extra.knowledge_center, where the commands read them too."
)


class NoSettings(Config):  # type: ignore[no-untyped-call]
    """The plugin's own settings: none. They stand in ``extra.knowledge_center``, where the commands read them."""


class KnowledgeCenterPlugin(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]
    """Forwards MkDocs' events."""

    # A second one is told of by the events themselves, as a hook beside the plugin is.
    supports_multiple_instances = True

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Refuse settings below the plugin's name, and say where they belong."""
        errors: ConfigErrors = [
            (
                key,
                ValidationError(f"{_ELSEWHERE} Move {key} there."),
            )
            for key in options or {}
        ]
        return (errors, []) if errors else super().load_config({}, config_file_path)


for _name in events.__all__:
    setattr(KnowledgeCenterPlugin, _name, staticmethod(getattr(events, _name)))
