"""What people type or say, read as values: pure functions, one module for each kind."""

from actions.fields.answer_limits import excepts
from actions.fields.answers import answers_both, denies, only_answers, yes_no
from actions.fields.complaints import unhelped
from actions.fields.corrections import corrected_phone
from actions.fields.email import EmailReading, email
from actions.fields.moments import WhenReading, exact
from actions.fields.names import person_name
from actions.fields.numbering import typed_phone
from actions.fields.phone import PhoneReading, phone, spoken_phone
from actions.fields.places import place_in_list
from actions.fields.reasons import corrected_reason, reason, without_particulars
from actions.fields.references import case_reference, new_reference
from actions.fields.scores import ScoreReading, score
from actions.fields.staying import stays
from actions.fields.when import when
from actions.fields.wordless import gibberish, wordless

__all__ = [
    "EmailReading",
    "PhoneReading",
    "ScoreReading",
    "WhenReading",
    "answers_both",
    "case_reference",
    "corrected_phone",
    "corrected_reason",
    "denies",
    "email",
    "exact",
    "excepts",
    "gibberish",
    "new_reference",
    "only_answers",
    "person_name",
    "phone",
    "place_in_list",
    "reason",
    "score",
    "spoken_phone",
    "stays",
    "typed_phone",
    "unhelped",
    "when",
    "without_particulars",
    "wordless",
    "yes_no",
]
