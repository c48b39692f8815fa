"""Tokens and codes: made, signed, and verified."""
