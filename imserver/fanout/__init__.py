"""Committed events on their way from the service that commits to the gateways that need them.

A gateway tells which people are connected to it (`subscriber`). Whatever concerns one of them is put for that gateway
(`publisher`): packed, numbered and sealed (`batch`), once per turn of the loop. Batches go over the bus where there is
one, and over the link otherwise. A batch that doesn't arrive is missed by its number: then everybody who is connected
there reads what they lack from the store. So nothing here has to be reliable.
"""
