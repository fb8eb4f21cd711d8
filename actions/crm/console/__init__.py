"""The pages of the console on customers, their callbacks and cases, and the outbox."""

from pathlib import Path

FOLDER = Path(__file__).parent
PARTS = (
    "actions.crm.console.callbacks",
    "actions.crm.console.cases",
    "actions.crm.console.customers",
    "actions.crm.console.duplicates",
    "actions.crm.console.outbox",
)
