"""Every fault, in the order of the report. One file a fault."""

from tests.faults import (
    r01_kill,
    r02_power_cut,
    r03_filesystem_shutdown,
    r04_full_disk,
    r05_broken_disk,
    r06_locked,
    r07_asked_to_stop,
    r08_postgres_gone,
    r10_clock,
    r11_backup,
    r12_damage,
    r13_migration,
    r14_soak,
    r15_second_server,
    r16_outbox,
    r17_race,
)
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    r01_kill.FAULT,
    r02_power_cut.FAULT,
    r03_filesystem_shutdown.FAULT,
    r04_full_disk.FAULT,
    r05_broken_disk.FAULT,
    r06_locked.FAULT,
    r07_asked_to_stop.FAULT,
    r08_postgres_gone.FAULT,
    r10_clock.FAULT,
    r11_backup.FAULT,
    r12_damage.FAULT,
    r13_migration.FAULT,
    r14_soak.FAULT,
    r15_second_server.FAULT,
    r16_outbox.FAULT,
    r17_race.FAULT,
)
