"""`python -m engines.virtual`."""

from __future__ import annotations

import sys

from engines.virtual.main import main

sys.exit(main())
