"""What the search on the site knows before it asks its engine: which words there are, and which mean the same."""
