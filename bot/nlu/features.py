"""Numbers that stand for a whole sentence, put on a message and read from it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, vstack

from bot.nlu.softmax import Sentences


def written(messages: Iterable[Message]) -> list[Message]:
    """The messages that have a text; others carry an action or a button."""
    return [message for message in messages if isinstance(message.get(TEXT), str)]


def give(messages: Sequence[Message], rows: Any, origin: str) -> None:
    """Put one row of a dense or sparse matrix on each message."""
    for number, message in enumerate(messages):
        row = rows[number : number + 1]
        message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, origin))


def sentences(messages: Sequence[Message]) -> Sentences:
    """The rows of both kinds that earlier components put on the messages."""
    dense = [message.get_dense_features(TEXT)[1].features for message in messages]
    sparse = [message.get_sparse_features(TEXT)[1].features for message in messages]
    return Sentences(np.concatenate(dense).astype(np.float32), csr_matrix(vstack(sparse)))
