"""Front matter: YAML fields with their lines, and what an editor meant by a mistake in them."""
