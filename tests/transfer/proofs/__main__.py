"""`python -m tests.transfer.proofs`: tries on real files what imports promise, and reports it."""

import sys

from tests.faults.__main__ import main
from tests.transfer.proofs.table import PROOFS

if __name__ == "__main__":
    sys.exit(main(PROOFS, "python -m tests.transfer.proofs", __doc__, "Proof"))
