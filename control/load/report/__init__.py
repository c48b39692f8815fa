"""What people read of a run: charts, tables, the live view."""
