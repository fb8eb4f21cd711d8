"""What to say on the telephone, by queue, in the language of the person who is called."""

from __future__ import annotations

from actions.crm.customers.work import Task
from bot.settings import settings
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import texts

LANGUAGES = ("fr", "en")


def script(visit: Visit, task: Task) -> list[str]:
    """The sentences, one after the other."""
    language = task.language if task.language in LANGUAGES else LANGUAGES[0]
    known = texts(language, visit.console.folders)
    middle = f"scripts.queue.{task.queue}"
    keys = ("scripts.hello", middle if middle in known else "scripts.queue.other", "scripts.close")
    values = {
        "company": settings().company_name,
        "agent": visit.person.name,
        "name": task.name or known["scripts.nobody"],
        "ref": task.ref,
    }
    return [known[key].format(**values) for key in keys]
