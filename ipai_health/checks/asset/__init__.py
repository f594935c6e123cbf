"""What the check of assets is made of."""
