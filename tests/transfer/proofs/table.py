"""Every proof, in the order of the report. One file a proof."""

from tests.faults.fault import Fault
from tests.transfer.proofs import (
    p1_order,
    p2_kill,
    p3_zones,
    p4_fixpoint,
    p5_cuts,
    p6_takeout,
    p7_staticman,
)

PROOFS: tuple[Fault, ...] = (
    p1_order.PROOF,
    p2_kill.PROOF,
    p3_zones.PROOF,
    p4_fixpoint.PROOF,
    p5_cuts.PROOF,
    p6_takeout.PROOF,
    p7_staticman.PROOF,
)
