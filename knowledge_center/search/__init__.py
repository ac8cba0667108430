"""The index of the search: what is searched of a page, its words, and the small files in which a browser reads them."""
