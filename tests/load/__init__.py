"""Load tests of the load tests: what they say must be so."""
