"""What comes back: failed deliveries, complaints, and requests to leave, from a mailbox to the database."""
