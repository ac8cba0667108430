"""Digests: when an issue closes, what is in it, and the ledger that remembers both."""
