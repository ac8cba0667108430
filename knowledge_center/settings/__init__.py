"""The settings: extra.knowledge_center in mkdocs.yml, read once into frozen dataclasses."""
