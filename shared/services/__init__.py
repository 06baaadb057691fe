"""Use cases: one function a thing a person or a program can do.

Each is one transaction, checks the permission, leaves an audit row and says clearly what is wrong.
"""
