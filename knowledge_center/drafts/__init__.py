"""Handing an issue to a mail service as a draft campaign, through its public API. It never sends."""
