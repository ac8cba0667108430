"""The content of a project: articles, ledgers and archive together, with every problem."""
