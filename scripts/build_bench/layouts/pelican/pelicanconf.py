"""A small site with Pelican's own simple theme, its pages of categories and authors, and its feeds."""

SITENAME = "Pelican"
SITEURL = "https://knowledge.example.com"
PATH = "content"
TIMEZONE = "UTC"
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["templates"]
STATIC_PATHS = ["articles"]
ARTICLE_PATHS = ["articles"]
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
DEFAULT_PAGINATION = 20
