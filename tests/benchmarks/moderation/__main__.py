"""`make bench-moderation`: how well comments are judged that nobody taught, beside other judges.

Every figure is on texts that the judge was not taught: other pages, or later ones. Recall at x %
is the share of the bad above the score that x % of the good exceed.
"""

import sys

from tests.benchmarks.moderation import blog, evasion, recall, speed
from tests.benchmarks.moderation.corpus import FOLDER


def main() -> int:
    """Prints the tables. 2 where the data is absent."""
    if not FOLDER.is_dir():
        sys.stderr.write(f"no {FOLDER}: set REACTIE_SHARED to the folder that holds data/\n")
        return 2
    for part in (recall, blog, evasion, speed):
        for line in part.table():
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
