"""Pictures: what kind and how large, and renditions of them."""
