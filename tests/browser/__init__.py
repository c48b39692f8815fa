"""The web chat in a real Chromium before a real server."""
