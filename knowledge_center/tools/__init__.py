"""What is used once in a site's life or by hand; nothing of the daily way imports it."""
