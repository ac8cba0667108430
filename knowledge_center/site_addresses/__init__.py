"""The addresses of a finished site: what each file leads to, and whether a static host has an answer."""
