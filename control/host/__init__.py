"""What imctl and units ask the machine they run on."""
