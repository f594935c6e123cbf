"""What is known of the node that a check looks at: who it is, and how it is set up."""
