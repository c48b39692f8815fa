"""Redis as a dependency: its address, its connections, and what it is asked at the start."""
