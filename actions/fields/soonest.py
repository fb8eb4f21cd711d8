"""« Le plus tôt possible », « n'importe quand », "as soon as you can": no time of its own."""

from __future__ import annotations

import re

_SOONEST = re.compile(
    r"\b(?:(?:le |au )?plus (?:tot|vite|rapidement)(?: possible)?|des que (?:possible"
    r"|vous (?:pouvez|pourrez)|vous etes)"
    r"|aussitot que possible|maintenant|dans l'heure|tout de suite|immediatement|sans attendre"
    r"|sur le champ"
    r"|asap|as soon as (?:possible|you can)|(?:the )?soonest|right (?:now|away)|now"
    r"|within the hour|straight ?away|immediately"
    r"|n'importe quand|quand vous (?:voulez|pouvez|pourrez)|peu importe(?: quand| l'heure)?"
    r"|any ?time|whenever"
    r"|(?:le |au )?(?:premier|1er|prochain) creneau|(?:the )?(?:first|next|1st"
    r"|earliest)(?: available)? slot"
    r"|(?:first|1st|next) available|(?:the )?earliest(?: possible)?|at the earliest)\b(?! tard)"
)


def soonest(folded: str) -> tuple[int, int] | None:
    """Where « le plus tôt possible » is said, in whatever words."""
    match = _SOONEST.search(folded)
    return match.span() if match else None
