"""What all HTTP routes share: who calls, how errors look, what may be sent, what the browser is told."""
