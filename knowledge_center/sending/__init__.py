"""Handing messages over: the outbox of an issue, and the mail server or folder that takes them."""
