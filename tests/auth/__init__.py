"""Passwords, and how often they may be wrong."""
