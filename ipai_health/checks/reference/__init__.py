"""What refers to models and fields from outside their code."""
