"""The colours of a site: derived from those of its brand, and such that they can be read."""
