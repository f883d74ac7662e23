"""A broken rule -> one kind sentence, each registered by the module of its topic."""

from importlib import import_module
from pkgutil import iter_modules

from bot.answers.saying import answer

__all__ = ["answer"]

for _topic in iter_modules(__path__, f"{__name__}."):
    import_module(_topic.name)
