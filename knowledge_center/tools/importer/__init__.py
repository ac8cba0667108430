"""Bringing the articles of another site here: text in, text and a report out.

``import_plan.make_plan`` is the entry point: it takes files as bytes and says what to write. ``source_folder`` and
``file_system`` alone touch a disk, and what reads ``exports``.
"""
