"""The columns, and the unique keys that keep promises; a table goes by the name of its module's records."""

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import MetaData


def whole() -> MetaData:
    """Every table there is, whoever has imported it before."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
    metadata: MetaData = import_module(f"{__name__}.columns").metadata
    return metadata
