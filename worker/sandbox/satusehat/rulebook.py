"""The numbered rules of the processor as data: what must be there, and what it must look like.

After the *Kamus Validasi* of SATUSEHAT. What the live sandbox was seen not to enforce is not enforced here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_HL7: Final = "http://terminology.hl7.org/CodeSystem/"
_KEMKES: Final = "http://terminology.kemkes.go.id"
_SNOMED: Final = "http://snomed.info/sct"
_LOINC: Final = "http://loinc.org"
_ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
_ICD9: Final = "http://hl7.org/fhir/sid/icd-9-cm"
_KFA: Final = "http://sys-ids.kemkes.go.id/kfa"
_UCUM: Final = "http://unitsofmeasure.org"
_DRUG: Final = f"{_HL7}v3-orderableDrugForm"
_ATC: Final = "http://www.whocc.no/atc"

_ICD10_CODE: Final = r"[A-Z][0-9]{2}(\.[0-9]{1,2})?"
_ICD9_CODE: Final = r"[0-9]{2}(\.[0-9]{1,2})?"
_KFA_CODE: Final = r"9[1-4][0-9]{6}"
_ANY: Final = r".+"
_ROUTES: Final = r"[A-Z]{1,2}|ointment|inj\.[a-z]+"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, which checks what stands at ``path``.

    ``jenis`` is how:

    - `ada`: an element must be there; `rujuk`: a reference must;
    - `kode`: if there, its codings are of ``sets``, patterns of codes by system;
    - `nilai`: if there, the bare code is one of ``sets[""]``;
    - `waktu`: if there, it is a moment in the allowed form and range; `hari`: a date;
    - `desimal`: if there, it is a JSON number.
    """

    jenis: str
    path: str
    nomor: int
    sets: tuple[tuple[str, str], ...] = ()
    nomor_sistem: int = 0


def _need(*rows: tuple[str, int]) -> tuple[Rule, ...]:
    return tuple(Rule("ada", path, number) for path, number in rows)


def _refer(*rows: tuple[str, int]) -> tuple[Rule, ...]:
    return tuple(Rule("rujuk", path, number) for path, number in rows)


def _moments(*rows: tuple[str, int]) -> tuple[Rule, ...]:
    return tuple(Rule("waktu", path, number) for path, number in rows)


def _decimals(*rows: tuple[str, int]) -> tuple[Rule, ...]:
    return tuple(Rule("desimal", path, number) for path, number in rows)


def _code(path: str, number: int, *sets: tuple[str, str], system: int = 0) -> Rule:
    return Rule("kode", path, number, sets, system)


def _value(path: str, number: int, codes: str) -> Rule:
    return Rule("nilai", path, number, (("", codes),))


_EVENT: Final = (
    "preparation|in-progress|not-done|on-hold|stopped|completed|entered-in-error|unknown|cancelled|declined"
)
_REQUEST: Final = "draft|active|on-hold|revoked|completed|entered-in-error|unknown|cancelled|stopped"

RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "Organization": (*_need(("type", 10089)), _code("type", 10089, (f"{_HL7}organization-type", _ANY))),
    "Location": (
        *_need(("status", 10095), ("physicalType", 10102)),
        _value("status", 10095, "active|suspended|inactive"),
        _value("mode", 10097, "instance|kind"),
        _code("physicalType", 10102, (f"{_HL7}location-physical-type", _ANY)),
        *_decimals(("position.longitude", 0), ("position.latitude", 0), ("position.altitude", 0)),
    ),
    "Patient": (
        *_need(("identifier", 10166), ("name", 10168), ("multipleBirthInteger", 10167)),
        *_need(("gender", 10413), ("birthDate", 10397), ("address", 10333)),
        _value("gender", 10413, "male|female|other|unknown"),
        Rule("hari", "birthDate", 10397),
    ),
    "Encounter": (
        *_need(("class", 10001), ("participant", 10336), ("location", 10120), ("period", 10121)),
        *_need(("period.start", 10123), ("statusHistory", 10122)),
        *_refer(("subject", 10118), ("participant.individual", 10119), ("location.location", 10120)),
        *_refer(("serviceProvider", 10124)),
        _code("class", 10001, (f"{_HL7}v3-ActCode", "AMB|EMER|IMP|HH|VR|TELE|ACUTE|OBSENC|SS"), system=10002),
        _code("diagnosis.use", 10317, (f"{_HL7}diagnosis-role", "DD|AD|CC")),
        _code(
            "hospitalization.dischargeDisposition",
            10318,
            (f"{_HL7}discharge-disposition", "home|oth|other-hcf|exp|aadvice"),
        ),
        _code("length", 10840, (_UCUM, "min|h|d")),
        *_decimals(("length.value", 10839)),
        _code("reasonCode", 10782, (_SNOMED, _ANY)),
        *_moments(("period.start", 10123), ("period.end", 10173)),
        *_moments(("statusHistory.period.start", 10122), ("statusHistory.period.end", 10122)),
        *_moments(("location.period.start", 10290), ("location.period.end", 10291)),
    ),
    "Condition": (
        *_need(("clinicalStatus", 10006), ("category", 10007), ("code", 10003)),
        *_refer(("subject", 10125), ("encounter", 10126)),
        _code(
            "clinicalStatus",
            10006,
            (f"{_HL7}condition-clinical", "active|recurrence|relapse|inactive|remission|resolved"),
        ),
        _code(
            "category",
            10007,
            (f"{_HL7}condition-category", "encounter-diagnosis|problem-list-item"),
            (_KEMKES, "chief-complaint|previous-condition"),
        ),
        _code("code", 10003, (_ICD10, _ICD10_CODE), (_SNOMED, _ANY), (_KEMKES, _ANY)),
        *_moments(("onsetDateTime", 10402), ("recordedDate", 10403)),
    ),
    "Observation": (
        *_need(("status", 10008), ("category", 10009), ("code", 10010), ("effectiveDateTime", 10295)),
        *_refer(("subject", 10129), ("encounter", 10130), ("performer", 10383)),
        _value("status", 10008, "registered|preliminary|final|amended|corrected|cancelled|entered-in-error"),
        _code("category", 10009, (f"{_HL7}observation-category", _ANY), (_KEMKES, _ANY)),
        _code("code", 10010, (_LOINC, _ANY), (_SNOMED, _ANY), (_KEMKES, _ANY)),
        _code("valueQuantity", 10012, (_UCUM, _ANY), (_DRUG, _ANY)),
        *_decimals(("valueQuantity.value", 10331), ("component.valueQuantity.value", 10332)),
        *_moments(("effectiveDateTime", 10295), ("issued", 10296)),
    ),
    "Procedure": (
        *_need(("status", 10019), ("category", 10013), ("code", 10015)),
        *_refer(("subject", 10127), ("encounter", 10128), ("performer.actor", 10399)),
        _value("status", 10019, _EVENT),
        _code("category", 10013, (_SNOMED, _ANY), (_KEMKES, _ANY)),
        _code("code", 10015, (_ICD9, _ICD9_CODE), (_SNOMED, _ANY), (_KEMKES, _ANY)),
        _code("reasonCode", 10018, (_ICD10, _ICD10_CODE)),
        *_moments(("performedPeriod.start", 10400), ("performedPeriod.end", 10401)),
    ),
    "AllergyIntolerance": (
        *_need(("category", 10075), ("clinicalStatus", 10076), ("code", 10078)),
        *_need(("verificationStatus", 10079)),
        *_refer(("patient", 10147), ("encounter", 10374)),
        _value("category", 10075, "food|medication|environment|biologic"),
        _value("criticality", 10077, "low|high|unable-to-assess"),
        _code("clinicalStatus", 10076, (f"{_HL7}allergyintolerance-clinical", "active|inactive|resolved")),
        _code("code", 10078, (_SNOMED, _ANY), (_KFA, _KFA_CODE), (_KEMKES, _ANY)),
        _code("verificationStatus", 10079, (f"{_HL7}allergyintolerance-verification", _ANY)),
        *_moments(("recordedDate", 10358)),
    ),
    "ServiceRequest": (
        *_need(("status", 10065), ("intent", 10063), ("code", 10060)),
        *_refer(("subject", 10141), ("encounter", 10142), ("requester", 10376), ("performer", 10377)),
        _value("status", 10065, _REQUEST),
        _value("intent", 10063, "proposal|plan|directive|order|original-order|reflex-order|filler-order"),
        _value("priority", 10066, "routine|urgent|asap|stat"),
        _code("code", 10060, (_LOINC, _ANY), (_SNOMED, _ANY), (_ICD9, _ICD9_CODE), (_KEMKES, _ANY)),
        *_moments(("occurrenceDateTime", 10360), ("authoredOn", 10361)),
    ),
    "Medication": (
        *_need(("status", 10026), ("extension", 10031)),
        _value("status", 10026, "active|inactive|entered-in-error"),
        _code("code", 10024, (_KFA, _KFA_CODE)),
        _code("form", 10025, (f"{_KEMKES}/CodeSystem/medication-form", r"BS[0-9]{3}")),
        _code("ingredient.itemCodeableConcept", 10030, (_KFA, _KFA_CODE)),
        _code("ingredient.strength.numerator", 10027, (_UCUM, _ANY), (_DRUG, _ANY)),
        _code("ingredient.strength.denominator", 10028, (_UCUM, _ANY), (_DRUG, _ANY)),
        *_decimals(("ingredient.strength.numerator.value", 10334)),
        *_decimals(("ingredient.strength.denominator.value", 10335)),
    ),
    "MedicationRequest": (
        *_need(("status", 10032), ("intent", 10033)),
        *_refer(("medicationReference", 10135), ("subject", 10136), ("encounter", 10454)),
        *_refer(("requester", 10455)),
        _value("status", 10032, _REQUEST),
        _value("intent", 10033, "proposal|plan|order|original-order|reflex-order|filler-order|option"),
        _code("category", 10034, (f"{_HL7}medicationrequest-category", _ANY)),
        _code("reasonCode", 10035, (_ICD10, _ICD10_CODE)),
        _code("dosageInstruction.route", 10038, (_ATC, _ROUTES)),
        *_decimals(("dosageInstruction.sequence", 10340), ("dispenseRequest.quantity.value", 10349)),
        *_decimals(("dosageInstruction.doseAndRate.doseQuantity.value", 10344)),
        *_moments(("authoredOn", 10337)),
    ),
    "MedicationDispense": (
        *_need(("status", 10049), ("category", 10048)),
        *_refer(("medicationReference", 10138), ("subject", 10139), ("context", 10390)),
        *_refer(("performer.actor", 10392), ("location", 10393), ("authorizingPrescription", 10394)),
        _value("status", 10049, _EVENT),
        _code("category", 10048, (f"{_HL7}medicationdispense-category", _ANY),
              ("http://terminology.hl7.org/fhir/CodeSystem/medicationdispense-category", _ANY)),
        _code("quantity", 10050, (_DRUG, _ANY), (_UCUM, r"[a-zµ].*"), (_SNOMED, _ANY)),
        _code("dosageInstruction.route", 10056, (_ATC, _ROUTES)),
        *_decimals(("daysSupply.value", 10350), ("quantity.value", 10050)),
        *_moments(("whenPrepared", 10351), ("whenHandedOver", 10352)),
    ),
    "Immunization": (
        *_need(("status", 10107), ("vaccineCode", 10103), ("occurrenceDateTime", 10156)),
        *_need(("primarySource", 10292), ("recorded", 10451)),
        *_refer(("patient", 10155), ("encounter", 10293), ("performer.actor", 10294)),
        _value("status", 10107, "completed|entered-in-error|not-done"),
        _code("vaccineCode", 10103, (_KFA, r"(?!93026440)9[1-4][0-9]{6}"),
              (f"{_KEMKES}/CodeSystem/vaccine-group", r"VG.+")),
        _code("performer.function", 10104, (f"{_HL7}v2-0443", "AP|OP|EP")),
        _code("reasonCode", 10105, (f"{_KEMKES}/CodeSystem/immunization-reason", _ANY)),
        *_moments(("occurrenceDateTime", 10156), ("recorded", 10451)),
    ),
    "ClinicalImpression": (
        *_need(("status", 10080), ("effectiveDateTime", 10417), ("date", 10419)),
        *_refer(("subject", 10148), ("encounter", 10149), ("assessor", 10420)),
        _value("status", 10080, "in-progress|completed|entered-in-error"),
        _code("investigation.code", 10081, (_SNOMED, _ANY), (_KEMKES, _ANY)),
        _code("finding.itemCodeableConcept", 10082, (_ICD10, _ICD10_CODE), (_SNOMED, _ANY)),
        *_moments(("effectiveDateTime", 10417), ("date", 10419)),
    ),
    "Composition": (
        *_need(("status", 10020), ("type", 10021), ("date", 10132), ("title", 10134)),
        *_refer(("subject", 10131), ("author", 10133)),
        _value("status", 10020, "preliminary|final|amended|entered-in-error"),
        _code("type", 10021, (_LOINC, _ANY)),
        _code("category", 10022, (_LOINC, _ANY)),
        _code("section.code", 10023, (_LOINC, _ANY), (_KEMKES, _ANY)),
        *_moments(("date", 10132)),
    ),
    "Specimen": (
        *_need(("status", 10069), ("type", 10070)),
        *_refer(("subject", 10143), ("request", 10440)),
        _value("status", 10069, "available|unavailable|unsatisfactory|entered-in-error"),
        _code("type", 10070, (_SNOMED, _ANY)),
    ),
    "DiagnosticReport": (
        *_need(("status", 10072), ("category", 10073), ("code", 10071)),
        *_refer(("subject", 10144), ("encounter", 10145), ("performer", 10384)),
        _code("code", 10071, (_LOINC, _ANY), (_SNOMED, _ANY)),
        *_moments(("issued", 10359)),
    ),
}  # fmt: skip

IDENTIFIERS: Final[dict[str, tuple[int, tuple[str, ...], bool]]] = {
    "Organization": (10446, ("organization",), False),
    "Location": (10447, ("location",), False),
    "Encounter": (10117, ("encounter",), True),
    "Condition": (10444, ("condition",), False),
    "Observation": (10441, ("observation",), False),
    "Procedure": (10442, ("procedure",), False),
    "AllergyIntolerance": (10443, ("allergy",), False),
    "ServiceRequest": (10415, ("servicerequest", "acsn"), True),
    "Medication": (0, ("medication",), False),
    "MedicationRequest": (10388, ("prescription", "prescription-item"), True),
    "MedicationDispense": (10389, ("prescription", "prescription-item"), True),
    "ClinicalImpression": (10418, ("clinicalimpression",), True),
    "Composition": (10464, ("composition",), True),
    "Specimen": (0, ("specimen",), False),
    "DiagnosticReport": (10432, ("diagnostic",), True),
}
"""Per type: the rule of its identifier (0: no number is known), the names in its systems, and whether it
must have one.
"""

TYPES: Final = ("Organization", "Location", "Practitioner", "Patient", *list(RULES)[3:])
