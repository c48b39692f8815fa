"""Files: uploaded, kept sealed, shown and deleted."""
