"""How services in other processes are called: the same ports, over kept-alive connections.

| module | holds |
|---|---|
| `wire` | items and frames, without I/O |
| `connection` | one connection: what one turn of the loop brings goes out as one frame |
| `address` | where it is reached: a Unix socket, or TCP with TLS on both sides |
| `proxy` | what can be called, read off a port's own types |
| `client`, `server` | the two ends |
"""
