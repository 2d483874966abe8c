"""`python -m engines.agent`, and the start of the zipapp."""

from __future__ import annotations

import sys

from engines.agent.main import main

sys.exit(main())
