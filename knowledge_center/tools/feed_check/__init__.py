"""Whether the feeds of a built site conform: checked from the bytes alone, without a word from the writers.

What is checked is what a feed reader, a validator or a mail service sees. Nothing here imports
``knowledge_center.feeds`` or feedgen: a mistake of theirs must not be able to excuse itself.
"""
