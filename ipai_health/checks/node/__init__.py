"""What the checks of a node share."""
