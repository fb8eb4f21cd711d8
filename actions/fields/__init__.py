"""What people type or say, read as values: pure functions, one module for each kind."""

from actions.fields.answers import yes_no
from actions.fields.corrections import corrected_phone
from actions.fields.email import EmailReading, email
from actions.fields.moments import WhenReading
from actions.fields.names import person_name
from actions.fields.numbering import typed_phone
from actions.fields.phone import PhoneReading, phone, spoken_phone
from actions.fields.reasons import corrected_reason, reason
from actions.fields.references import case_reference, new_reference
from actions.fields.scores import ScoreReading, score
from actions.fields.when import when
from actions.fields.wordless import gibberish, wordless

__all__ = [
    "EmailReading",
    "PhoneReading",
    "ScoreReading",
    "WhenReading",
    "case_reference",
    "corrected_phone",
    "corrected_reason",
    "email",
    "gibberish",
    "new_reference",
    "person_name",
    "phone",
    "reason",
    "score",
    "spoken_phone",
    "typed_phone",
    "when",
    "wordless",
    "yes_no",
]
