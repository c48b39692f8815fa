"""imctl: the command line that runs an imnode."""
