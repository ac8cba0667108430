"""Articles: the model, the lists beside them, and reading them from docs/."""
