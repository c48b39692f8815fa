"""What pytest does for every test here: the size of the set, the seed, steps that build on one another, and files of
tests that failed.
"""
