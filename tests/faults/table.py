"""Every fault, in the order of the report. One file a fault."""

from tests.faults import (
    r01_kill,
    r02_power_cut,
    r03_filesystem_shutdown,
)
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    r01_kill.FAULT,
    r02_power_cut.FAULT,
    r03_filesystem_shutdown.FAULT,
)
