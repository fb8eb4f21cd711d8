"""What stays in a form that was refused: nobody types or ticks anything twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import FormData


@dataclass(frozen=True)
class Typed:
    """A refused form; empty on every other page, where a form begins as usual."""

    form: FormData = field(default_factory=FormData)

    def __call__(self, name: str, usual: object = "") -> object:
        """The text of a field."""
        value = self.form.get(name, usual)
        return value if isinstance(value, str) else usual

    def has(self, name: str, value: object, usual: bool = False) -> bool:
        """Whether a box or a choice was ticked."""
        return str(value) in self.form.getlist(name) if self.form else usual
