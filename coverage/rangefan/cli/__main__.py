"""`python -m rangefan.cli`."""

import sys

from rangefan.cli import main

sys.exit(main())
