"""What readers and subscribers get when one state of a site takes the place of another."""
