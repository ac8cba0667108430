"""Signing up: the form under every article, and who is subscribed to what."""
