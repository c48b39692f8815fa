"""What only the SQLite engine has."""
