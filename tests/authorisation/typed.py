"""Commands with every word they know, shortcuts, and events."""

from collections.abc import Mapping
from typing import Any

from rituals.authorisation import Action as A
from rituals.authorisation import Role
from tests.authorisation.asking import happened, typed, used, used_on_message
from tests.authorisation.cases import OWENS, Case
from tests.authorisation.people import MIA, OURS

# Owen is one of Docs.
COUNTED = {"owen": Role.TEAM}

_NSM = (
    ("audit", A.READ_AUDIT),
    ("dashboard", A.OPEN_DASHBOARD),
    ("deliveries", A.KEEP_DELIVERIES),
    ("digest", A.READ),
    ("exec", A.READ),
    ("help", A.READ),
    ("input", A.READ),
    ("launch", A.LAUNCH),
    ("links", A.READ),
    ("me", A.CARE_FOR_ONESELF),
    ("metric", A.READ),
    ("metric merged", A.READ),
    ("metric import", A.IMPORT_KPIS),
    ("output", A.READ),
    ("precedents weeks", A.READ),
    ("questions", A.READ),
    ("roles", A.READ),
    ("setup", A.CHANGE_STAR),
    ("add Happy people", A.WISH_A_STAR),
    ("show", A.READ),
    ("shutdown", A.SHUT_DOWN),
    ("source", A.SEE_SOURCES),
    ("story", A.READ),
    ("team", A.READ),
    ("topic", A.CHOOSE_TOPICS),
    ("tree", A.READ),
    ("triage", A.READ),
    ("log", A.SEE_SOURCES),
    ("no such word", A.READ),
)


def _said(
    command: str, text: str, *actions: A, of: str = "engine", held: Mapping[str, Role] | None = None
) -> Case:
    return Case(f"{command} {text}".strip(), actions, typed(command, text), held or {}, of)


def _of_commands(*, nsm: bool) -> list[Case]:
    """The three other commands, which `/nsm` knows as words, too."""

    def said(name: str, text: str, *actions: A, of: str = "engine") -> Case:
        held = COUNTED if of == "own" else {}
        command, words = ("/nsm", f"{name} {text}") if nsm else (f"/{name}", text)
        return _said(command, words, *actions, of=of, held=held)

    return [
        said("commit", "", A.COMMIT),
        said("commit", "Review two", A.COMMIT),
        said("commit", "list", A.READ),
        said("commit", "undo", A.READ),
        said("commit", "help", A.READ),
        *(said("commit", word, A.READ) for word in ("?", "-h", "--help", "done", "moved", "drop", "edit")),
        said("win", "", A.TELL_WIN),
        said("win", "Reviews went fast", A.TELL_WIN),
        said("win", "list", A.READ),
        said("win", "search reviews", A.READ),
        said("win", "help", A.READ),
        said("escalate", "", A.SPEAK_FOR_TEAM, A.SPEAK_FOR_ALL, of="own"),
        said("escalate", "The same weeks", A.SPEAK_FOR_TEAM, A.SPEAK_FOR_ALL, of="own"),
        said("escalate", "channel", A.PLACE_TRIAGE),
        said("escalate", "help", A.READ),
    ]


TYPED = [
    *(_said("/nsm", text, action) for text, action in _NSM),
    _said("/nsm", "log Merged pull requests 12 2026-03-02", A.WRITE_INPUT, held=OWENS),
    _said("/nsm", "log Churn 12 2026-03-02", A.WRITE_OTHER, of="none", held=OWENS),
    _said("/nsm", "log Weekly active contributors 12 2026-03-02", A.WRITE_STAR, of="none"),
    _said("/nsm", "levers", A.TALK_LEVERS, of="own"),
    _said("/nsm", "load", A.FEED, of="own", held=OWENS),
    _said("/nsm", "source add", A.FEED, of="own", held=OWENS),
    *_of_commands(nsm=True),
    *_of_commands(nsm=False),
    # In the triage channel everybody reads what is there; elsewhere those whom it concerns.
    Case("/nsm triage", (A.READ_CASE,), typed("/nsm", "triage"), held=OWENS, shows="Rising, in private"),
    Case(
        "/nsm triage",
        (A.READ_CASE,),
        typed("/nsm", "triage", "CTRIAGE"),
        held=dict.fromkeys(
            ("lead", "sponsor", "operator", "bo", "mia", "dana", "owen", "asta", "nora", "gus", "newcomer"),
            Role.IN_CHANNEL,
        ),
        shows="Rising, in private",
        variant="in the channel",
    ),
    Case("shortcut commit.shortcut", (A.COMMIT,), used("commit.shortcut")),
    Case("shortcut win.share", (A.TELL_WIN,), used_on_message("win.share")),
    Case("shortcut reflex.ask", (A.ASK_IN_THREAD,), used_on_message("reflex.ask")),
]

_WIN = {"item": {"type": "message", "channel": "CALL", "ts": "7.0"}, "reaction": "tada"}
_SOMEBODY = {"id": "UFRESH", "name": "fresh", "team_id": OURS, "profile": {"display_name": "Fresh"}}

# Nobody is told why an event is not heeded.
EVENTS = [
    Case("event reaction_added", (A.CHEER,), happened("reaction_added", **_WIN), changes=True),
    Case("event reaction_removed", (A.CHEER,), happened("reaction_removed", **_WIN)),
    Case("event app_home_opened", (A.READ,), happened("app_home_opened", tab="home", channel="D1")),
]
# They come from Slack and not from a person: it is where they come from that counts.
TOLD: dict[str, dict[str, Any]] = {
    "member_joined_channel": {"channel": "CENGINE", "user": "UFRESH"},
    "member_left_channel": {"channel": "CENGINE", "user": MIA.user},
    "user_change": {"user": _SOMEBODY},
    "team_join": {"user": _SOMEBODY},
}
