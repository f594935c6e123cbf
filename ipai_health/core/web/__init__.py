"""Pages and assets asked for as a browser does: by the gate ``web`` from outside, by
the check ``http`` from the node itself.
"""
