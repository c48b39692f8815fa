"""Who somebody is: passwords, sessions, access tokens, one-time links."""
