"""The check of a finished message: what would keep it from an inbox, or from being read there."""
