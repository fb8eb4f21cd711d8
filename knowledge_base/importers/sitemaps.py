"""The addresses that a sitemap lists, or a plain list of addresses."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from knowledge_base.refusals import Refused

MOST = 5000
KINDS = ("urlset", "sitemapindex")


def links_of(data: bytes) -> list[str]:
    """The pages of a sitemap, or the sitemaps of an index, in order."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("XML with a document type or entities in it", code="entities") from None
    except (ParseError, ValueError, LookupError):
        raise Refused("not XML", code="damaged") from None
    if _name(root) not in KINDS:
        raise Refused("XML, but not a sitemap", code="not_sitemap")
    found = [element.text.strip() for element in root.iter() if _is_place(element) and element.text]
    return list(dict.fromkeys(found))[:MOST]


def listed(text: str) -> list[str]:
    """The addresses of a plain list, one a line; lines after `#` are remarks."""
    lines = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))[:MOST]


def _is_place(element: Element) -> bool:
    """`<loc>` of the sitemap itself, not of its pictures."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return _name(element) == "loc" and "image" not in tag and "video" not in tag


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
