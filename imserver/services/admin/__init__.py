"""What administrators do: accounts, groups, invites, API tokens, status."""
