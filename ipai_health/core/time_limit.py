"""A time limit for calls that know none, such as name resolution."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class _Call(Generic[Result]):
    def __init__(self, function: Callable[[], Result]) -> None:
        self.function = function
        self.result: Result
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.function()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self.error = error


def within(seconds: float, function: Callable[[], Result]) -> Result:
    """Return what ``function`` returns, raise what it raises.

    Raise ``TimeoutError`` when it is not done after ``seconds``; it then goes on in a
    daemon thread that nobody waits for.
    """
    call = _Call(function)
    thread = threading.Thread(target=call.run, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:.3g} s")
    if call.error is not None:
        raise call.error
    return call.result
