"""The commands of imctl, a module for each group."""
