"""The campaigns: long runs with real processes and every fault, whose table is the proof of the engine.

``python -m tests.e2e.kampanye [--kecil] [names…]``; ``make kampanye`` runs all of them in full. Each judges
itself and is written so that it fails when the guard it names is removed. A new one is a function in a
module of its own and a line in ``daftar.KAMPANYE``.
"""
