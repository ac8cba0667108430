"""Editing in a browser: /admin/, a program of others that is fetched by a command and set up for this site."""
