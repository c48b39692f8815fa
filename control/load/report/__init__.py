"""The output of a run: charts, tables, the live view."""
