"""What surrounds a process: signals, systemd, clocks, sockets, logs, metrics, the disk."""
