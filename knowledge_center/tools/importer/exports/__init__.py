"""Exports of other programs, feeds and saved pages: read as entries that the import takes for Markdown files."""
