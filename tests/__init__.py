"""What is true for readers, subscribers, editors and whoever runs the site."""
