"""R-16: the service is killed between the commit of a notification and its sending."""

from tests.faults.fault import Fault, NotRunError, Outcome, Trial


async def act(trial: Trial) -> Outcome:
    """Raises NotRunError: nothing sends yet."""
    raise NotRunError("not built yet: nothing sends notifications")


FAULT = Fault(
    id="R-16",
    name="kill between commit and send (an SMTP server that only counts)",
    promise="every notification at least once, duplicates share their Message-ID",
    quick=1,
    full=200,
    act=act,
)
