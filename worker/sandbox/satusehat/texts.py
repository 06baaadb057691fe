"""SatuSehat's own words, letter by letter, and the few this simulator had to choose itself."""

from __future__ import annotations

from typing import Final

# As seen on the wire.
NOT_AUTHENTICATED: Final = (
    "The user or system was not able to be authenticated (either client_id or client_secret combination is "
    "unacceptable)"
)
ELEMENT: Final = "Element not found: {path} (RuleNumber: {rule})"
REFERENCE: Final = "Reference is mandatory : {path} (RuleNumber: {rule})"
CODE: Final = "Code not found: '{code}' in system: {system} (RuleNumber: {rule})"
SYSTEM: Final = "Invalid coding system: {system} (RuleNumber: {rule})"
DATE_FORMAT: Final = (
    "Invalid date time format : {value} (RuleNumber: {rule}). Format allowed : YYYY-MM-DDThh:mm:ss+00:00"
)
DATE_VALUE: Final = (
    "Invalid date time value : {value} (RuleNumber: {rule}) Not Allowed : Future Date or Past Date older than "
    "{oldest}"
)
IDENTIFIER_SYSTEM: Final = "Invalid identifier system: {system} (RuleNumber: {rule})"
WRONG_ORGANIZATION: Final = "Wrong organization ID provided by system URL: {system} (RuleNumber: {rule})"
WRONG_PROVIDER: Final = "wrong organization ID provided by serviceProvider"
WRONG_REFERENCE: Final = "Wrong reference ID format: {reference}"
NO_TARGET: Final = "reference target(s) not found: {reference}"
STATUS_HISTORY: Final = "every statusHistory period start and end must be filled (Rule 10122)"
EMPTY_TEXT: Final = "Text is empty: '' (RuleNumber: {rule})"
DECIMAL: Final = 'expected decimal: found "string"'
PERFORMER_FUNCTION: Final = "Performer function must contains code {code} (RuleNumber: 10307)"
PATCH_WHOLE: Final = (
    "Use /operationalStatus instead of /operationalStatus/system to patch Location (RuleNumber: 10171)"
)
DUPLICATE: Final = "Found duplicate: {jenis} (RuleNumber: 20002)"
DUPLICATE_PLAIN: Final = "Found duplicate resource: {jenis}"
NOT_ALLOWED: Final = "Resource {jenis} is not allowed for current access class (RuleNumber: 20004)"
NO_PERMISSION: Final = "Failed to get permission for client for resource type (RuleNumber: 20003)"
BAD_JSON: Final = "Invalid JSON Payload Format (RuleNumber: 20006)"
NESTED_BUNDLE: Final = "Forbidden nested bundle (RuleNumber: 20011)"
FULL_URL: Final = "Invalid fullUrl: {value} (RuleNumber: 20017)"
INTERNAL: Final = "An unexpected internal error has occurred."
MISSING_QUERY: Final = "Missing query parameters: {name}"
NO_STORE: Final = "resource not found: {jenis}/{id}"
CONSENT: Final = "The operation did not return any information due to consent or privacy rules."
NO_CONSENT: Final = "No consent available for {jenis}/{id}"
BUSINESS_RULE: Final = "resource cannot be accessed due to business rule"
CITIZEN: Final = "Citizen Not Exists"
PATIENT_CREATED: Final = "New Patient has been created successfully"
PATIENT_THERE: Final = "Failed to create new patient, another identifier has found"
PATIENT_PATCHED: Final = "Patient data updated successfully"
MOTHER: Final = "Patient with nik-ibu is not female"
GATEWAY_TIMEOUT: Final = "Gateway Timeout"

# No source quotes these; the wording is ours, the shapes follow the documented ones.
METHOD: Final = "The method is not supported for {jenis}"
PATCH_OPERATION: Final = "Invalid patch operation: {op}"
PATCH_PATH: Final = "Invalid patch path: {path}"
PATCH_TEST: Final = "Patch test failed: {path}"
PATCH_TESTS_MISSING: Final = "Patient must be patched with test on name, gender and birthDate"
ID_DIFFERS: Final = "Resource id in the body is not the id in the path"
TYPE_DIFFERS: Final = "Resource type in the body is not the type in the path"
INVALID_TOKEN: Final = "Invalid Access Token"  # noqa: S105 - a message
INVALID_TOKEN_CODE: Final = "keymanagement.service.invalid_access_token"  # noqa: S105 - a code
NAME_TOO_SHORT: Final = "name"
