"""What the figures of a run say: delivery, bottleneck, capacity, comparison."""
