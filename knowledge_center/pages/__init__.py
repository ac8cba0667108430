"""The pages and files of a site: which there are, and what each of them shows."""
