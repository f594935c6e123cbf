"""``kill -9`` at random moments: nothing lost or half-done, and a clean next start."""
