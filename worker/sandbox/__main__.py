"""``python -m worker.sandbox`` is ``deka-sandbox``."""

import sys

from worker.sandbox.cli import main

sys.exit(main())
