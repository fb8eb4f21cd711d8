"""A gateway that holds a thousand connections still reads documents."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator

import pytest

from tests.knowledge_base.importers.conftest import Found
from tests.knowledge_base.importers.makers import workbook

MANY = 1100  # `select` knows descriptors up to 1023


@pytest.fixture
def crowded() -> Iterator[None]:
    """A process whose next descriptor is beyond a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * MANY:
        pytest.skip("this machine lets a process hold few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * MANY), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(MANY)]
    yield
    for one in held:
        os.close(one)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_document_is_read_beside_a_thousand_connections(found: Found, crowded: None) -> None:
    content = found("faq.xlsx", workbook([("Question", "Réponse"), ("Le PUK ?", "3179")]))
    assert content.refusals == [] and len(content.articles) == 1
