"""What tests of accounts share: passwords that cost nothing, codes that can be told, and people."""

from dataclasses import dataclass, field
from typing import Any

from service.domain.account_event import AccountEvent
from service.domain.moderator import TERMINAL, Acting, Moderator, Role, Roles
from service.domain.ports import Storage
from service.domain.session import OpenSession, SignedIn
from service.usecases.account_log import himself
from service.usecases.authenticate_session import authenticate_session
from service.usecases.backoff import Backoff
from service.usecases.enrol import add_moderator, new_moderator
from service.usecases.gate import Gate
from service.usecases.session_watch import SessionWatch
from service.usecases.sign_in import sign_in
from service.usecases.turn_on_second_factor import turn_on_second_factor
from tests.usecases.acting import SteppingClock

PASSWORD = "een lange zin met woorden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HERE = "192.0.2.0/24"
STEP_MS = 30_000


@dataclass
class PlainPasswords:
    """Keeps a password as it is, and remembers what it was asked."""

    asked: list[tuple[str | None, str]] = field(default_factory=list)
    kind: str = "plain"

    async def hash(self, password: str) -> str:
        return f"{self.kind}:{password}"

    async def verify(self, hashed: str | None, password: str) -> bool:
        self.asked.append((hashed, password))
        return hashed is not None and hashed.partition(":")[2] == password

    def is_outdated(self, hashed: str) -> bool:
        return not hashed.startswith(f"{self.kind}:")


class StepCodes:
    """A code is the number of its time step."""

    def new_secret(self) -> str:
        return SECRET

    def uri(self, secret: str, name: str) -> str:
        return f"otpauth://totp/{name}?secret={secret}"

    def step_of(self, secret: str, code: str, now: int) -> int | None:
        steps = (now // STEP_MS - 1, now // STEP_MS, now // STEP_MS + 1)
        return next((step for step in steps if str(step) == code), None)


class Office:
    """The acts on accounts of one storage."""

    def __init__(self, storage: Storage, clock: SteppingClock) -> None:
        self.storage = storage
        self.clock = clock
        self.passwords = PlainPasswords()
        self.gate = Gate(self.passwords, StepCodes(), Backoff(clock), SessionWatch())
        self.kept = {"storage": storage, "clock": clock}
        self.guarded = {"gate": self.gate, **self.kept}

    async def person(
        self, name: str = "Anna", roles: Roles | None = None, **more: Any
    ) -> Moderator:
        """A moderator; by default an owner."""
        made = await new_moderator(
            name,
            more.get("email", f"{name.lower()}@blog.example"),
            PASSWORD,
            roles or Roles(Role.OWNER),
            passwords=self.passwords,
            clock=self.clock,
        )
        return await add_moderator(made, by=TERMINAL, **self.kept)

    async def sign_in(
        self,
        name: str = "Anna",
        password: str = PASSWORD,
        code: str | None = None,
        network: str = HERE,
    ) -> SignedIn:
        return await sign_in(
            f"{name.lower()}@blog.example",
            password,
            code,
            agent="Firefox",
            network=network,
            **self.guarded,
        )

    async def opened(self, name: str = "Anna", **more: Any) -> OpenSession:
        return (await self.sign_in(name, **more)).opened

    async def authenticate(self, text: str) -> OpenSession:
        return await authenticate_session(text, watch=self.gate.watch, **self.kept)

    async def turn_on(self, opened: OpenSession, **more: Any) -> list[str]:
        """Codes are asked for from now on; returns the recovery codes."""
        wanted = {"password": PASSWORD, "secret": SECRET, "code": self.code(), **more}
        return list(
            await turn_on_second_factor(
                opened,
                wanted["password"],
                wanted["secret"],
                wanted["code"],
                network=HERE,
                **self.guarded,
            )
        )

    def code(self, steps: int = 0) -> str:
        """The app's code, now or so many steps later."""
        return str(self.clock.now // STEP_MS + steps)

    async def moderator(self, public_id: str) -> Moderator:
        found = await self.storage.accounts.moderator(public_id)
        assert found is not None
        return found

    async def events(self) -> list[AccountEvent]:
        """Oldest first."""
        found, _ = await self.storage.accounts.events(None, 100)
        return list(reversed(found))

    async def acts(self) -> list[str]:
        return [event.act.value for event in await self.events()]


def acting(moderator: Moderator) -> Acting:
    return himself(moderator, HERE)
