"""The built-in generator: processes with virtual users."""
