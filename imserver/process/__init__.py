"""What a process consists of and how it runs: the composition root, the HTTP application, start and end."""
