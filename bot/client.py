"""Slack's SDK, for servers too that take each method by POST alone, its arguments in the body."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.refusals import TAKEN_OUT, Heard, NotOpened, heard, is_unanswered, is_unknown, why_refused
from storage.spans import span


class Client(AsyncWebClient):
    """The SDK reads by GET, and posts some arguments in the address; Slack takes both either way.

    A method that is not there by GET is asked for by POST, from then on.
    """

    def __init__(
        self,
        tell: Callable[[Heard], None] = lambda _heard: None,
        gone: Callable[[], None] = lambda: None,
        **settings: Any,
    ) -> None:
        """`tell` hears what came back of each call, `gone` whenever Slack says that the app was taken out."""
        super().__init__(**settings)
        self._tell, self._gone = tell, gone
        self._by_post: set[str] = set()

    async def api_call(
        self, api_method: str, *, http_verb: str = "POST", params: dict[str, Any] | None = None, **rest: Any
    ) -> AsyncSlackResponse:
        if http_verb == "GET" and api_method not in self._by_post:
            try:
                return await super().api_call(api_method, http_verb=http_verb, params=params, **rest)
            except SlackApiError as refusal:
                if not is_unknown(refusal):
                    raise
            self._by_post.add(api_method)
        if params is not None:
            rest["data"] = _form(params)
        return await super().api_call(api_method, **rest)

    async def _send(self, http_verb: str, api_url: str, req_args: dict[str, Any]) -> AsyncSlackResponse:
        method = api_url.rpartition("/")[2]
        with span("slack call", method=method) as note:
            try:
                answer = await super()._send(http_verb, api_url, req_args)
            except BaseException as problem:  # a call that was given up is cancelled: it may have been heard
                self._tell(came := heard(problem))
                note(outcome=came)
                if isinstance(problem, SlackApiError) and why_refused(problem) in TAKEN_OUT:
                    self._gone()
                if method == "views.open" and is_unanswered(problem):
                    raise NotOpened from problem
                raise
            self._tell(Heard.OK)
            note(outcome=Heard.OK)
            return answer

    async def _request(self, **request: Any) -> dict[str, Any]:
        answer = await super()._request(**request)
        # The SDK stumbles over anything else that comes with status 200, as from a proxy.
        return answer if isinstance(answer["data"], dict) else {**answer, "data": {}}


def _form(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in arguments.items()}
