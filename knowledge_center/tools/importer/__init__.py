"""Bringing the articles of another site here: text in, text and a report out.

``plan`` is the door: it takes files as bytes and says what to write. Only ``files`` touches a disk.
"""
