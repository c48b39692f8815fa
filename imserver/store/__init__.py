"""Where what was said is kept. `base` is the port; one package per engine."""
