"""Content at rest: compressed, encrypted, and bound to its place."""
