"""The commands of `imctl load`."""
