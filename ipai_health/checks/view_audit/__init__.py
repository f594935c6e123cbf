"""The machinery of the check ``views``; see ``audit`` for where to begin."""
