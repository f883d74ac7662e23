"""Who may do what: the one table that every check of a right reads (see `rituals.rights`).

A line names something people do, the roles of which one is enough to do it, and those that are enough for a
guest. A role is held towards the thing that is acted upon: the lead of that team, the owner of that metric.
People of other organisations and workspaces, bots, and people who have left hold none and do nothing at all.
"""

from enum import Enum, StrEnum


class Role(StrEnum):
    """What somebody is to the organisation, or to the thing they act upon."""

    PRODUCT_LEAD = "product lead"
    SPONSOR = "sponsor"
    OPERATOR = "operator"
    LEAD = "lead of that team"  # of a conflict: of either side
    TEAM = "one of that team"
    A_LEAD = "lead of another team"
    OWNER = "its owner"  # who promised, told, proposed, raised or brought it, or is named to answer for it
    ASKED = "who was asked"  # or is named in it
    IN_CHANNEL = "who reads the triage channel"
    MEMBER = "any other member"


Roles = frozenset[Role]

_ANYBODY: Roles = frozenset({Role.MEMBER})
_NOBODY: Roles = frozenset()
_PRODUCT: Roles = frozenset({Role.PRODUCT_LEAD})
_DECIDERS: Roles = frozenset({Role.PRODUCT_LEAD, Role.SPONSOR})
_KEEPERS: Roles = frozenset({Role.PRODUCT_LEAD, Role.OPERATOR})
_LEAD: Roles = frozenset({Role.LEAD})
_LEADS: Roles = frozenset({Role.LEAD, Role.PRODUCT_LEAD})
_OWN: Roles = frozenset({Role.OWNER})
_ASKED: Roles = frozenset({Role.ASKED})


class Action(Enum):
    """Something people do: its words, who of the members may, and who of the guests."""

    # What everybody does.
    READ = "read what stands here for everybody", _ANYBODY, _ANYBODY
    COMMIT = "make a commitment", _ANYBODY, _ANYBODY
    COMMIT_FOR_TEAM = "make a commitment for a team", frozenset({Role.TEAM}), frozenset({Role.TEAM})
    CHANGE_COMMITMENT = "change, settle, carry over or take back a commitment", _OWN, _OWN
    TURN_PAGE = "turn the pages of what one is asked", _ASKED, _ASKED
    CARE_FOR_ONESELF = "say how one is asked and named, put off questions, be forgotten", _ANYBODY, _ANYBODY
    CHEER = "react to a win", _ANYBODY, _ANYBODY
    ASK_IN_THREAD = "ask in a thread whether it moves the North Star", _ANYBODY, _ANYBODY
    TELL_WIN = "tell a win", _ANYBODY, _NOBODY
    MAKE_A_WIN = "make a commitment a win", _OWN, _NOBODY
    CHANGE_WIN = "correct or withdraw a win", frozenset({Role.OWNER, Role.PRODUCT_LEAD}), _OWN
    LEAVE_WIN = "take one's name out of a win", _ASKED, _ASKED
    SEND_AGAIN = "have what was refused sent again, once its cause is mended", _ANYBODY, _NOBODY

    # The North Star and its story.
    TAKE_THE_LEAD = "choose the North Star, nobody leading the product", _ANYBODY, _NOBODY
    CHANGE_STAR = "change the North Star, or the hour and place of its pulse", _PRODUCT, _NOBODY
    WISH_A_STAR = "wish for another North Star", _ANYBODY, _NOBODY
    FILE_OUTPUT = "say what is an output metric", _PRODUCT, _NOBODY
    TELL_STORY = "tell the story, and try it on a colleague", _PRODUCT, _NOBODY
    SAY_BACK = "say the story in one's own words", _ASKED, _NOBODY
    JUDGE_STORY = "say whether a story is ready", _OWN, _NOBODY
    LAUNCH = "announce the North Star", _PRODUCT, _NOBODY
    ASK_AT_LAUNCH = "ask about what was announced", _ANYBODY, _ANYBODY
    ANSWER_AT_LAUNCH = (
        "answer such a question, or hand it on",
        frozenset({Role.ASKED, Role.PRODUCT_LEAD}),
        _NOBODY,
    )
    WRITE_SENTENCE = "read and write the sentence before its Monday", _PRODUCT, _NOBODY
    POST_PREVIEW = "post the first pulses, or keep them back", _PRODUCT, _NOBODY
    ANSWER_COUNTER_SIGNAL = "answer a counter-signal", _PRODUCT, _NOBODY

    # The organisation.
    NAME_ROLES = "name product lead, sponsor and operator", _PRODUCT, _NOBODY
    CHOOSE_TOPICS = "choose the channels whose topic tells the number", _PRODUCT, _NOBODY
    SHUT_DOWN = "plan a shutdown", _PRODUCT, _NOBODY
    ALLOW_CHANNEL = "allow a channel that other organisations read", _PRODUCT, _NOBODY
    READ_AUDIT = "read the audit trail", _KEEPERS, _NOBODY
    KEEP_DELIVERIES = "see and decide what was not delivered", _KEEPERS, _NOBODY
    READ_DIGEST = "read the next digest before it is out", _DECIDERS, _NOBODY
    ARRANGE_DIGEST = "arrange, approve and move the digest", _PRODUCT, _NOBODY

    # Teams.
    ADD_TEAM = "add a team", _PRODUCT, _NOBODY
    CHANGE_TEAM = "change, hand over or retire a team, its people and its pulse", _LEADS, _NOBODY

    # Inputs.
    PROPOSE_INPUT = "propose an input", _ANYBODY, _NOBODY
    CHANGE_PROPOSAL = "change or retire a proposal", frozenset({Role.LEAD, Role.OWNER}), _NOBODY
    CHANGE_INPUT = "change or retire an input", _LEAD, _NOBODY
    AGREE_INPUT = "agree to an input, or give it to another team", _LEAD, _NOBODY
    TALK_LEVERS = "keep a talk about levers, and what no way was found for", _LEAD, _NOBODY
    NAME_GUARDRAIL = "name what must not get worse beside an input", _LEAD, _NOBODY
    ANSWER_BREACH = "answer when that got worse", _LEAD, _NOBODY
    LOOK_AT_LINKS = "answer the quarter's question about links", _ASKED, _NOBODY

    # Numbers.
    WRITE_STAR = "write down a reading of the North Star, or what is known of it", _PRODUCT, _NOBODY
    WRITE_INPUT = "write down a reading of an input, or what is known of it", _LEAD, _NOBODY
    WRITE_OTHER = (
        "write down a reading of another metric, or what is known of it",
        frozenset({Role.OWNER, Role.PRODUCT_LEAD}),
        _NOBODY,
    )
    ACCEPT_SHIFT = "decide on a shift of what one is named to answer for", _OWN, _NOBODY
    CHANGE_INPUT_WORDS = (
        "say what an input's metric means, and who answers for it",
        frozenset({Role.OWNER, Role.LEAD}),
        _NOBODY,
    )
    CHANGE_WORDS = (
        "say what another metric means, and who answers for it",
        frozenset({Role.OWNER, Role.PRODUCT_LEAD}),
        _NOBODY,
    )
    IMPORT_KPIS = "take over a list of KPIs", _ANYBODY, _NOBODY
    FEED = (
        "load a file of a metric's readings, or keep a source of them",
        frozenset({Role.OWNER, Role.LEAD, Role.PRODUCT_LEAD}),
        _NOBODY,
    )
    PULL_OPERATORS = "pull a source of the operator's now", _KEEPERS, _NOBODY
    SEE_SOURCES = "see the sources, and what is one's own to write down", _ANYBODY, _NOBODY

    # Conflicts.
    SPEAK_FOR_TEAM = "raise a conflict for a team", frozenset({Role.LEAD, Role.TEAM}), _NOBODY
    SPEAK_FOR_ALL = "raise a conflict for the organisation", _PRODUCT, _NOBODY
    TRY = "say that it was tried, how it was settled, or one's own side", _LEAD, _NOBODY
    WITHDRAW_CONFLICT = "take a conflict back", _OWN, _NOBODY
    READ_CASE = (
        "read a case",
        frozenset({Role.PRODUCT_LEAD, Role.SPONSOR, Role.LEAD, Role.OWNER, Role.IN_CHANNEL}),
        frozenset({Role.IN_CHANNEL}),
    )
    DECIDE = "decide a case, look at a decision again, call a triage off", _DECIDERS, _NOBODY
    PLACE_TRIAGE = "say where and when triage meets", _PRODUCT, _NOBODY

    # The dashboard.
    OPEN_DASHBOARD = "look at the dashboard", _ANYBODY, _NOBODY
    SWITCH_DASHBOARD = "switch the dashboard, make and end its links", _PRODUCT, _NOBODY
    MAKE_BOARD = (
        "make a board",
        frozenset({Role.PRODUCT_LEAD, Role.LEAD, Role.A_LEAD}),
        _NOBODY,
    )
    CHANGE_BOARD = "change or retire a board", frozenset({Role.OWNER, Role.PRODUCT_LEAD}), _NOBODY
    PUBLISH_BOARD = "make a board public, and put boards in order", _PRODUCT, _NOBODY

    def __init__(self, words: str, members: Roles, guests: Roles) -> None:
        self.words, self.members, self.guests = words, members, guests
