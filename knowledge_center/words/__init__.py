"""The words for readers, in every language there is."""
