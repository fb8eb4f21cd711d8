"""Rasa's actions run in its own process, through the SDK's executor and its JSON contract."""

from __future__ import annotations

import json
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """An action endpoint without a network: the same request, the same answer."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process")
        self.executor = ActionExecutor()
        found = import_module(package)
        for module in iter_modules(found.__path__, f"{package}."):
            if not module.ispkg:
                import_module(module.name)
        self.executor._register_all_actions()
        self._cool_down = getattr(found, "cool_down", None)
        if warm_up := getattr(found, "warm_up", None):
            warm_up()

    def close(self) -> None:
        """End what the actions do in the background."""
        if self._cool_down:
            self._cool_down()

    async def request(self, *_: Any, **kwargs: Any) -> dict[str, Any] | None:
        call = kwargs["json"]
        try:
            return await self.executor.run(call)  # type: ignore[no-any-return]
        except ActionExecutionRejection as rejection:
            body = {"error": rejection.message, "action_name": rejection.action_name}
            raise ClientResponseError(400, "rejected", json.dumps(body)) from rejection

    def __copy__(self) -> InProcessActions:
        return self

    def __deepcopy__(self, _: Any) -> InProcessActions:
        return self

