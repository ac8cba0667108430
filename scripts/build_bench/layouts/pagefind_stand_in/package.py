"""Stands where Pagefind's packages are, and indexes nothing."""

from pathlib import Path


def get_executable() -> Path:
    """The program, as Pagefind's package names it."""
    return Path(__file__).with_name("__main__.py")
