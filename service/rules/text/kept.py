"""Properties that are made when they are first asked for, and then kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 -- used as a decorator, as `property` is
    """`functools.cached_property` without the lock that it takes before Python 3.12: a judgement
    makes eighteen of these, on one thread."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> T:
        value = instance.__dict__[self._name] = self._make(instance)
        return value
