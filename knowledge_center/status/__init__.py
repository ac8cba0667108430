"""Where everything stands: as text, as data and as a page for whoever runs the site."""
