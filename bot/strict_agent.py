"""Rasa's agent, except that a turn in which something failed fails as a whole."""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain


class ActionFailed(BaseException):
    """An action broke; its turn must not be saved, so that the same message can be sent again.

    Not an `Exception`: nothing between the action and the server may swallow it.
    """


class StrictProcessor(MessageProcessor):  # type: ignore[misc]
    """Stock Rasa logs an action's exception, drops its events and goes on: half a turn."""

    async def _run_action(self, action: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(await super()._run_action(_Watched(action), *args, **kwargs))


class _Watched:
    """An action whose failure passes through Rasa's `except Exception`."""

    def __init__(self, action: Any) -> None:
        self._action = action

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *args: Any, **kwargs: Any) -> Any:
        from rasa.core.actions.action import ActionExecutionRejection

        try:
            return await self._action.run(*args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            raise ActionFailed(type(error).__name__) from error


class StrictAgent(Agent):  # type: ignore[misc]
    """An agent with the strict processor, whose conversations are read and saved or fail."""

    @staticmethod
    def _create_tracker_store(store: TrackerStore, domain: Domain) -> TrackerStore:
        """Stock Rasa wraps it: what cannot be read begins anew, what cannot be saved is lost."""
        store.domain = domain
        return store

    def load_model(self, model_path: Any, fingerprint: str | None = None) -> None:
        self.processor = StrictProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
