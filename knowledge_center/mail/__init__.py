"""The mail of an issue: HTML and text from the same model, and the message that carries both."""
