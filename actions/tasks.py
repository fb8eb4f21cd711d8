"""Which action begins each task that a visitor can ask for."""

from __future__ import annotations

TASKS = {
    "request_callback": "callback_form",
    "reschedule_callback": "reschedule_form",
    "cancel_callback": "cancel_callback_form",
    "open_case": "case_form",
    "case_status": "case_status_form",
    "request_offer": "lead_form",
    "cancel_contract": "leave_form",
    "data_export": "rights_form",
    "data_erasure": "rights_form",
    "talk_to_human": "action_talk_to_human",
    "give_feedback": "action_give_feedback",
    "restart": "action_restart",
}
