"""Templates filled in: every page, and what stands where none is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.dashboard.doors import PREFIX

_TEMPLATES = Path(__file__).parent / "templates"


def set_up(application: web.Application) -> None:
    """Let an application's requests be answered with `written`."""
    aiohttp_jinja2.setup(
        application,
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def written(request: web.Request, template: str, mark: str, context: Mapping[str, Any]) -> str:
    """A page as HTML; `mark` is that of the files it needs."""
    return aiohttp_jinja2.render_string(template, request, {"root": PREFIX, "files": mark, **context})
