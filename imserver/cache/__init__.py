"""What may be lost at any moment without harm: counters, and later copies of what the store holds."""
