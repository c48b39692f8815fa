"""imserver: the messenger of an imnode, from a single process to a cluster."""

__version__ = "0.1.0"
