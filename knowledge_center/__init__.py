"""A knowledge center from Markdown: articles, editors' checks, feeds, digests, mail and signup.

Nothing in this package knows the site generator; hooks/ is the only place that does.
"""
