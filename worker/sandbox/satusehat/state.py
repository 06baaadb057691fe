"""Everything the simulated SatuSehat knows."""

from __future__ import annotations

from collections.abc import Mapping

from worker.sandbox.satusehat.identities import Identities
from worker.sandbox.satusehat.store import Store
from worker.sandbox.satusehat.tokens import Client, Tokens


class State:
    """Tokens, registers and the FHIR store of one simulator."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.store = Store()
        self.identities = Identities()
        self.tokens = Tokens(client)
        self.roots = {client.organization_id}

    def clear_books(self) -> None:
        """Begin with an empty FHIR store; tokens stay, and so does everybody but the patients made here."""
        made = [entry.id for entry in self.identities.patients if entry.isi]
        for id in made:
            self.identities.patients.drop(id)
        self.store = Store()

    def forget_people(self) -> None:
        """Go back to the published identities."""
        self.identities = Identities()

    def forget_clients(self) -> None:
        """Go back to the one client of the settings, without any token."""
        self.tokens = Tokens(self._client)
        self.roots = {self._client.organization_id}

    def tell_client(self, row: Mapping[str, object]) -> None:
        """Add a client; raises ValueError with an Indonesian sentence."""
        self.tokens.tell(row)
        self.roots.add(str(row["organization_id"]))

    def exists(self, jenis: str, id: str) -> bool:
        """Whether a reference to such a resource leads somewhere."""
        if jenis == "Patient":
            return id in self.identities.patients
        if jenis == "Practitioner":
            return id in self.identities.practitioners or id in self.identities.published
        if jenis == "Organization" and id in self.roots:
            return True
        return self.store.get(jenis, id) is not None

    def _always_there(self, jenis: str, id: str) -> bool:
        """Whether a resource is there from the beginning; a patient made here is not."""
        if jenis == "Patient":
            entry = self.identities.patients.get(id)
            return entry is not None and not entry.isi
        return (
            jenis in ("Practitioner", "Organization")
            and self.exists(jenis, id)
            and self.store.get(jenis, id) is None
        )

    def page(self, brief: bool) -> dict[str, object]:
        """Return the books as plain data."""
        made = [entry for entry in self.identities.patients if entry.isi]
        page = self.store.page(brief) | {"token": dict(self.tokens.counts), "pasien_dibuat": len(made)}
        if not brief:
            page["yatim"] = self.store.orphans(self._always_there)
            page["pasien"] = [{"id": entry.id, "nik": entry.nik, "nik_ibu": entry.nik_ibu} for entry in made]
        return page
