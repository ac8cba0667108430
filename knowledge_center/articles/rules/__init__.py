"""What one article, and all of them together, are checked for."""
