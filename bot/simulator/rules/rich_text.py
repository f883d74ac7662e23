"""The `rich_text` block: sections, lists, quotes and what stands in them."""

from bot.simulator.rules.checks import Check, boolean, integer, items, one_of, record, string, typed

_style = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    )
)


def _leaf(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": one_of(kind)} | required, {"style": _style} | (optional or {}))


_leaves: dict[str, Check] = {
    "text": _leaf("text", {"text": string()}),
    "link": _leaf("link", {"url": string()}, {"text": string(), "unsafe": boolean}),
    "emoji": _leaf(
        "emoji", {"name": string()}, {"unicode": string(), "skin_tone": integer(1, 6), "url": string()}
    ),
    "user": _leaf("user", {"user_id": string()}),
    "channel": _leaf("channel", {"channel_id": string()}),
    "usergroup": _leaf("usergroup", {"usergroup_id": string()}),
    "team": _leaf("team", {"team_id": string()}),
    "broadcast": _leaf("broadcast", {"range": one_of("here", "channel", "everyone")}),
    "color": _leaf("color", {"value": string()}),
    "date": _leaf(
        "date", {"timestamp": integer(0), "format": string()}, {"url": string(), "fallback": string()}
    ),
}
_line = items(typed(_leaves), least=0)
_section = record({"type": one_of("rich_text_section"), "elements": _line})
_border: dict[str, Check] = {"border": integer(0, 1)}

rich_text_elements = items(
    typed(
        {
            "rich_text_section": _section,
            "rich_text_list": record(
                {
                    "type": one_of("rich_text_list"),
                    "elements": items(_section),
                    "style": one_of("bullet", "ordered"),
                },
                {"indent": integer(0, 8), "offset": integer(0)} | _border,
            ),
            "rich_text_preformatted": record(
                {"type": one_of("rich_text_preformatted"), "elements": _line},
                _border | {"language": string()},
            ),
            "rich_text_quote": record({"type": one_of("rich_text_quote"), "elements": _line}, _border),
        }
    )
)
