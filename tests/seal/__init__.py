"""Content at rest."""
