"""Who and what there is at a stage, and what stands where Slack, and no person, writes."""

from typing import Any

from hypothesis import strategies as st

from bot.simulator.records import User
from tests.fuzz.hand import Hand
from tests.fuzz.stage import Stage

ZONES = ["Europe/Berlin", "", "Mars/Olympus", "../../etc/passwd", "UTC\x00", "a" * 300]
STAMPS = ["1754893020.000100", "0", "", "1754893020", "9" * 32]
DAYS = ["2025-08-18", "2025-01-01", "1970-01-01", "9999-12-31", "0001-01-01", "2025-09-30"]
HOURS = ["09:00", "00:00", "23:59"]


class Cast:
    """The people and channels of a stage, somebody whom only Slack knows yet, and what nobody knows."""

    def __init__(self, stage: Stage) -> None:
        self._world = stage.slack.world
        self._url = stage.slack.url
        self.workspace = stage.slack.workspace.team_id
        self.team_lead = stage.slack.people["bo"].id
        self.lead = stage.slack.people["ana"].id
        self.general = stage.slack.workspace.channel("general").id
        users = stage.slack.workspace.users
        users["UNEW"] = User("UNEW", "new", "New", team_id=self.workspace)
        self.users = [*users, "UNOBODY"]
        self._acting = [each.id for each in users.values() if not each.is_bot and not each.deleted]
        self.channels = [*stage.slack.workspace.channels, "CNEW"]

    def user(self, hand: Hand) -> str:
        """Often the product lead, who may do most."""
        return hand.pick(self._acting) if hand.one_in(2) else self.lead

    def trigger(self, user: str) -> str:
        """A trigger that opens a window."""
        return self._world.triggers.issue(user)

    def response_url(self, user: str, channel: str) -> str:
        """An address that takes an answer."""
        return f"{self._url}{self._world.response_urls.issue(user, channel)}"

    def named(self) -> dict[str, st.SearchStrategy[Any]]:
        """By the name of a key."""
        users, channels, stamps = map(st.sampled_from, (self.users, self.channels, STAMPS))
        return {
            **dict.fromkeys(["user", "item_user", "user_id", "id", "selected_users"], users),
            **dict.fromkeys(
                ["channel", "channel_id", "selected_channels", "selected_conversations"], channels
            ),
            **dict.fromkeys(["ts", "event_ts", "message_ts", "action_ts", "thread_ts"], stamps),
            **dict.fromkeys(["team_id", "team"], st.just(self.workspace)),
            "selected_user": users,
            "selected_channel": channels,
            "selected_conversation": channels,
            "selected_date": st.sampled_from(DAYS),
            "selected_time": st.sampled_from(HOURS),
            "tz": st.sampled_from(ZONES),
            "token": st.just("t"),
            "event_time": st.just(1_754_893_020),
            "response_url": st.just(f"{self._url}/response/none"),
            "trigger_id": st.just("1.2.3"),
            "type": st.sampled_from(["message", "plain_text", "button"]),
        }
