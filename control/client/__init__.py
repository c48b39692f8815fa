"""How imctl reaches a server: its admin API, its WebSocket, HAProxy before it."""
