"""Use cases, one package per service, each with its HTTP routes."""
