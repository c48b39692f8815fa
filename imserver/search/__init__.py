"""Finding messages by their words: an index in a file of its own, which may be thrown away at any time."""
