"""Load assessment: scenarios, generators, what they measured, and what follows from it."""
