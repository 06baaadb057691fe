"""``python -m worker`` is ``deka-worker``."""

import sys

from worker.cli import main

sys.exit(main())
