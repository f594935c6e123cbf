"""What tells the content of files from any other."""

import hashlib


def digest(*files) -> str:
    """Return the first 12 digits of the SHA-256 of all ``files`` in this order."""
    sums = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    return sums.hexdigest()[:12]
