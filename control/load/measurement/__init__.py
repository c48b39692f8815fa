"""What is measured beside the generator: the node, its processes, clocks."""
