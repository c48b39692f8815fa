"""What the server costs: CPU, memory and disk per operation, by the operating system's accounting."""
