"""Everything the simulator knows, in one place that the control API can look into and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.sandbox.clinic import Clinic
from worker.sandbox.faults import Faults
from worker.sandbox.journal import Journal
from worker.sandbox.ledger import Ledger
from worker.sandbox.people import Participant, People
from worker.sandbox.satusehat.state import State
from worker.sandbox.satusehat.tokens import Client
from worker.sandbox.settings import Settings
from worker.sandbox.switches import Switches


@dataclass(slots=True)
class World:
    """The state of one simulator.

    Only the event loop touches it and no handler awaits between looking and writing, so it needs
    no locks. ``kfa`` is the catalogue with what it was invented from, once somebody has asked for it.
    ``sealed`` counts sealed answers, ``visits_in_flight`` the visits being numbered.
    """

    settings: Settings = field(default_factory=Settings)
    switches: Switches = field(default_factory=Switches)
    journal: Journal = field(default_factory=Journal)
    clinic: Clinic = field(default_factory=Clinic)
    operations: set[str] = field(default_factory=set)
    kfa: tuple[tuple[int, ...], object] | None = None
    sealed: int = 0
    visits_in_flight: int = 0
    people: People = field(init=False)
    ledger: Ledger = field(init=False)
    faults: Faults = field(init=False)
    satusehat: State = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.settings.kode)
        self.ledger = Ledger(self.settings.kode)
        self.faults = Faults(self.switches.benih)
        own = self.settings
        self.satusehat = State(Client(own.client_id, own.client_secret, own.organization_id))

    def participant(self, no_kartu: str) -> Participant | None:
        """Find a participant by card, as strictly as the switches say."""
        return self.people.by_card(no_kartu, self.switches.peserta_ketat)

    def has_poli(self, kode: object) -> bool:
        """Whether a poli code passes the reference check."""
        return self.clinic.has_poli(kode, self.switches.poli_bebas)

    def clear_books(self) -> None:
        """Begin with an empty ledger and an empty request log; participants and master data stay."""
        self.ledger = Ledger(self.settings.kode)
        self.satusehat.clear_books()
        self.journal.clear()

    def forget_people(self) -> None:
        """Go back to participants invented from their card numbers."""
        self.people = People(self.settings.kode)
        self.satusehat.forget_people()

    def forget_tokens(self) -> None:
        """Take back all tokens of SatuSehat, all penalties and all clients but the one of the settings."""
        self.satusehat.forget_clients()

    def forget_master(self) -> None:
        """Go back to the built-in polis and to doctors nobody told about."""
        self.clinic = Clinic()

    def reset_switches(self) -> None:
        """Set every switch to its default and start the dice anew."""
        self.switches = Switches()
        self.faults.seed(self.switches.benih)

    def clear_faults(self) -> None:
        """Take all faults back and start the dice anew."""
        self.faults.clear()
        self.faults.seed(self.switches.benih)

    def set_switches(self, wanted: Mapping[str, object]) -> None:
        """Set switches; a new `benih` starts the dice anew. Raises ValueError in Indonesian."""
        self.switches.update(wanted)
        if "benih" in wanted:
            self.faults.seed(self.switches.benih)
