"""The build hook: MkDocs calls what stands here, all of it made in the adapter."""

from knowledge_center_mkdocs.events import *  # noqa: F403
