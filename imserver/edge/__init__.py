"""The WebSocket edge: sockets, framing, and who is connected. The rules live in `imserver.core.session`."""
