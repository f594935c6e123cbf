"""A bare Chromium, driven through its devtools protocol."""
