"""The contract's recovery procedures: what each step runs, and how steps are run."""
