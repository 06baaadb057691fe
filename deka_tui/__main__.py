"""``python -m deka_tui`` is ``deka``."""

import sys

from deka_tui.cli import main

sys.exit(main())
