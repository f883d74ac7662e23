"""What no published schema catches: counts over the whole, and rules that stand in prose only."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.contracts.shapes import read

Part = Mapping[str, Any]

LIMITS: dict[str, int] = {
    name: number for name, number in read("published/limits.json").items() if isinstance(number, int)
}


def parts(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Walk over every object and list inside a value, with its place."""
    if isinstance(value, Mapping):
        yield place, value
        for key, inner in value.items():
            yield from parts(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        yield place, value
        for position, inner in enumerate(value):
            yield from parts(inner, f"{place}.{position}" if place else str(position))


def faults_of_parts(value: Any, place: str) -> Iterator[str]:
    """Yield what is wrong inside blocks or a view, whatever surface they stand on."""
    for where, part in parts(value, place):
        if not isinstance(part, Mapping):
            continue
        for rule in _RULES.get(part.get("type", ""), ()):
            yield from (f"{where}: {fault}" for fault in rule(part))
        if "type" in part and "confirm" in part:
            yield from (f"{where}: {fault}" for fault in _faults_of_confirm(part["confirm"]))


def _faults_of_elements(block: Part) -> Iterator[str]:
    if not block.get("elements"):
        yield f"{block['type']}.elements is empty"


def _faults_of_section(block: Part) -> Iterator[str]:
    if not block.get("text") and not block.get("fields"):
        yield "a section has neither text nor fields"


def _faults_of_table(block: Part) -> Iterator[str]:
    if not block.get("rows"):
        yield "a table has no rows"
    if len({len(row) for row in block.get("rows", ())}) > 1:
        yield "a table's rows differ in length"


def _faults_of_image(image: Part) -> Iterator[str]:
    if len(str(image.get("image_url") or "")) > LIMITS["image_url"]:
        yield f"image_url is longer than {LIMITS['image_url']}"
    file = image.get("slack_file")
    if file is not None and ("id" in file) == ("url" in file):
        yield "slack_file needs exactly one of id and url"


def _faults_of_plain_input(element: Part) -> Iterator[str]:
    if (element.get("max_length") or 0) > LIMITS["plain_text_input_max"]:
        yield f"max_length is over {LIMITS['plain_text_input_max']}"


def _faults_of_select(element: Part) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield "a select needs either options or option_groups"


def _faults_of_confirm(confirm: Part) -> Iterator[str]:
    for name in ("title", "text", "confirm", "deny"):
        if not confirm.get(name):
            yield f"a confirm has no {name}"


def _faults_of_options(select: Part) -> Iterator[str]:
    for name in ("options", "option_groups"):
        if name in select and not select[name]:
            yield f"{name} is empty"
    groups = select.get("option_groups") or ()
    for group in groups:
        if len(group.get("options", ())) > LIMITS["select_options"]:
            yield f"a group has more than {LIMITS['select_options']} options"
        if len(group.get("label", {}).get("text", "")) > LIMITS["option_text"]:
            yield f"a group's label is longer than {LIMITS['option_text']}"
    options = [*(select.get("options") or ()), *(one for group in groups for one in group.get("options", ()))]
    for value, times in Counter(option.get("value") for option in options).items():
        if times > 1:
            yield f"the option value {value!r} is there {times} times"
    yield from _faults_of_initial(select, options)


def _faults_of_initial(select: Part, options: list[Any]) -> Iterator[str]:
    chosen = [select["initial_option"]] if "initial_option" in select else select.get("initial_options") or ()
    if "initial_options" in select and not select["initial_options"]:
        yield "initial_options is empty"
    for option in chosen:
        if option not in options:
            yield f"the initial option {option.get('value')!r} is none of the options"


_RULES: dict[str, tuple[Callable[[Part], Iterator[str]], ...]] = {
    "actions": (_faults_of_elements,),
    "context": (_faults_of_elements,),
    "context_actions": (_faults_of_elements,),
    "rich_text": (_faults_of_elements,),
    "section": (_faults_of_section,),
    "table": (_faults_of_table,),
    "image": (_faults_of_image,),
    "plain_text_input": (_faults_of_plain_input,),
    "static_select": (_faults_of_select, _faults_of_options),
    "multi_static_select": (_faults_of_select, _faults_of_options),
    "overflow": (_faults_of_options,),
    "radio_buttons": (_faults_of_options,),
    "checkboxes": (_faults_of_options,),
}


def repeated(value: Any, name: str) -> Iterator[str]:
    """Yield each block_id or action_id that is used twice where it must be unique."""
    found = Counter(part[name] for _, part in parts(value) if isinstance(part, Mapping) and part.get(name))
    for identifier, times in found.items():
        if times > 1:
            yield f"the {name} {identifier!r} is there {times} times"


def faults_of_urls(manifest: Part) -> Iterator[str]:
    """Yield each address in a manifest that is not https."""
    for place, part in parts(manifest):
        if not isinstance(part, Mapping):
            continue
        for name in ("url", "request_url", "message_menu_options_url"):
            address = part.get(name)
            if address is not None and not str(address).startswith("https://"):
                yield f"{place}.{name} is not an https address"
