"""The campaigns by name."""

from __future__ import annotations

from functools import partial

from tests.e2e.kampanye import balapan, basisdata, hilang, mati, ramai, redis, sehat
from tests.e2e.kampanye.arena import Tugas

KAMPANYE: dict[str, Tugas] = {
    "mati-sqlite": partial(mati.jalankan, "sqlite"),
    "mati-postgresql": partial(mati.jalankan, "postgresql"),
    "mati-redis": partial(mati.jalankan, "postgresql+redis"),
    "hilang-sqlite": partial(hilang.jalankan, "sqlite"),
    "hilang-postgresql": partial(hilang.jalankan, "postgresql"),
    "ramai": partial(ramai.jalankan, "sqlite"),
    "balapan-sqlite": partial(balapan.jalankan, "sqlite"),
    "balapan-postgresql": partial(balapan.jalankan, "postgresql"),
    "sehat-sqlite": partial(sehat.jalankan, "sqlite"),
    "sehat-postgresql": partial(sehat.jalankan, "postgresql"),
    "redis": partial(redis.jalankan, "postgresql+redis"),
    "postgresql": partial(basisdata.jalankan, "postgresql"),
    "postgresql-redis": partial(basisdata.jalankan, "postgresql+redis"),
}
