"""What the check of the filestore is made of."""
