"""The benchmarks: every figure beside a yardstick that was measured in the same run.

``make bench`` runs them all. Nothing here is a test, and no test asserts a figure.
"""
