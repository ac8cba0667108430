"""Bringing the articles of another site here: text in, text and a report out.

``import_plan.make_plan`` is the entry point: it takes files as bytes and says what to write. Only
``file_system`` touches a disk.
"""
