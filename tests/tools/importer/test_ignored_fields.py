from __future__ import annotations

from knowledge_center.tools.importer.ignored_fields import unread_fields
from tests.tools.importer.samples import fields


def test_fields_nobody_reads_are_named() -> None:
    """What an old theme asked for does not vanish unseen; what is read or is prose is not listed."""
    found = fields(
        title="T", tags=["a"], image_alt="x", layout="post", mood="calm", **{"<p>A sentence": "more"}
    )
    assert [(one.name, one.value) for one in unread_fields(found)] == [("mood", "calm")]
