"""What every engine promises: the same tests over each."""
