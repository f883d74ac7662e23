"""matplotlib's SVG made fit for a page: small, and safe to stand inline beside others.

Looks are attributes rather than styles, which a content security policy may forbid; nothing has an id but
what is referred to, and that one is made of the picture's own digest, so that two pictures never share it.
An SVG in an `<img>` stands alone anyway, and neither matters there.

Words stay words. As outlines they look alike everywhere but weigh four times as much, and a reader's own
fonts have letters that ours lack.
"""

import re
from collections.abc import Collection
from hashlib import sha256

_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif"
_HEAD = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_UNWANTED = re.compile(
    r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>|(?<=>)\s*\n\s*(?=<)", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'(url\(#|xlink:href="#)([^)"]+)')
_NOTHING = re.compile(r' transform="rotate\(-0 [^"]*\)"| font-family="[^"]*"| xlink:type="simple"')
_FINE = re.compile(r"(?<=\.\d\d)\d+")
_INHERITED = f'<svg stroke-linejoin="round" stroke-linecap="butt" font-family="{_FONTS}" '


def tidy(svg: bytes) -> bytes:
    """The same picture."""
    text = _UNWANTED.sub("", _HEAD.sub("", svg.decode(), count=1))
    used = {name for tag in _TAG.findall(text) for _, name in _REFERENCE.findall(tag)}
    own = sha256(text.encode()).hexdigest()[:10]
    # Only tags are touched: what people wrote stands between them, its < and > escaped.
    text = _TAG.sub(lambda tag: _tidied(tag[0], used, own), text)
    return text.replace("<svg ", _INHERITED, 1).encode()


def _tidied(tag: str, used: Collection[str], own: str) -> str:
    tag = _FINE.sub("", _NOTHING.sub("", _STYLE.sub(_attributes, tag)))
    tag = _ID.sub(lambda found: f' id="{own}{found[1]}"' if found[1] in used else "", tag)
    return _REFERENCE.sub(rf"\g<1>{own}\g<2>", tag).replace("\n", "")


def _attributes(style: re.Match[str]) -> str:
    pairs = (part.partition(":") for part in style[1].split(";") if part.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)
