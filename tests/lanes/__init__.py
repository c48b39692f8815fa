"""The check in lanes: `python -m tests.lanes`, which `./scripts/test` calls.

A lane is a process of pytest with folders of its own, in a network of its own where the machine lets one make it. Lanes
run side by side, as many as cores and memory allow; what they found is gathered in one folder.
"""
