"""Sending an issue from a checkout: what one is, what is looked at first, and the sending itself."""
