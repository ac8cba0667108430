"""A document of a word processor as an article: Word's .docx, and web pages as Google Docs exports them."""
