"""How events get from the process that commits to those that have people connected."""
