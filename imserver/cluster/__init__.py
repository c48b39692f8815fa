"""The processes of one server: how another one joins, what each says of itself, and who is online where."""
