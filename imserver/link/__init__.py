"""How services in other processes are called: the same ports, over kept-alive connections.

| module | holds |
|---|---|
| `wire` | items and frames, without I/O |
| `connection` | one connection: what one turn of the loop brings goes out as one frame |
| `address` | where a link is: a Unix socket, or TCP with TLS on both sides |
| `interface` | what can be called, read off a port's own types |
| `caller`, `server` | the two ends |
"""
