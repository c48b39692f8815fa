"""The domain without I/O: no sockets, no clock, no randomness. Time and ids are passed in."""
