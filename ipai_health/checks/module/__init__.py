"""What the check of modules reads from disk."""
