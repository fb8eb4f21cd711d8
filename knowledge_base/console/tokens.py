"""Soon."""

from __future__ import annotations

from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Part

pages = Pages()
part = Part(pages)
