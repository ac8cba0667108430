"""What stands in a Markdown text, and on which line: see parsed_text."""
