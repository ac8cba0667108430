"""What happens to a finished site: it is put in place, and hubs are notified."""
