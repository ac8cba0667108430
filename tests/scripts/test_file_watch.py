"""What a preview sees of a folder in another's place."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from knowledge_center_cli.file_watch import FileWatch, Watched


def test_what_was_saved_before_a_folder_was_watched_is_not_missed(tmp_path: Path) -> None:
    """As when a branch is changed: what stands in the new folder has changed, and the first one is no news."""
    folder = tmp_path / "docs"
    folder.mkdir()
    watch, things = FileWatch(), [Watched(folder=folder)]
    with ExitStack() as at_end:
        at_end.callback(watch.stop)
        watch.watch(things)
        watch.start()
        watch.watch(things)
        assert watch.wait(0.1) == frozenset()
        folder.rename(tmp_path / "aside")
        folder.mkdir()
        (folder / "saved.md").write_text("Words.\n", encoding="utf-8")
        while watch.wait(0.2):
            pass
        watch.watch(things)
        assert folder in watch.wait(5)
