"""The words every layer shares: findings, rules, renderers. Standard library only."""
