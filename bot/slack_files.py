"""Files that people hand over in Slack: read with the bot's token, from Slack's own hosts alone."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.fetching import fetch
from bot.refusals import why_refused
from storage.sources.rows import SourceProblem

SCOPE = "files:read"

# Seconds. Somebody is waiting for it.
_PATIENCE = 20.0


class Unreadable(Exception):
    """A file is not to be had; the text is a sentence for whoever handed it over.

    `for_good`: neither is any other, for the scope is gone.
    """

    def __init__(self, said: str, *, for_good: bool = False) -> None:
        super().__init__(said)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class SlackFile:
    name: str
    content: bytes


async def read(client: AsyncWebClient, file_id: str, most_bytes: int) -> SlackFile:
    """A file by its id. Raises Unreadable."""
    try:
        facts = (await client.files_info(file=file_id)).get("file") or {}
    except SlackApiError as refusal:
        why = why_refused(refusal)
        said = f"Slack does not hand the file out ({why})."
        raise Unreadable(said, for_good=why == "missing_scope") from None
    if int(facts.get("size") or 0) > most_bytes:
        raise Unreadable(f"The file is larger than {most_bytes / 1_000_000:g} MB: split it.")
    address = str(facts.get("url_private_download") or facts.get("url_private") or "")
    if not is_slacks(address, client.base_url):
        raise Unreadable("The file does not lie at Slack's: upload it here.")
    try:
        content = await fetch(
            address,
            headers={"Authorization": f"Bearer {client.token}"},
            allow_private=_simulated(client.base_url),
            most_bytes=most_bytes,
            seconds=_PATIENCE,
        )
    except SourceProblem as problem:
        raise Unreadable(f"The file cannot be read: {problem}") from None
    # Whoever may not have a file is shown a page to sign in, and told that all is well.
    if content.lstrip()[:9].lower() == b"<!doctype" and facts.get("filetype") != "html":
        said = f"Slack asks to sign in for the file: the app needs the scope {SCOPE}."
        raise Unreadable(said, for_good=True)
    return SlackFile(str(facts.get("name") or file_id), content)


def is_slacks(address: str, api_url: str) -> bool:
    """Whether an address is on the host of Slack's API, or on one below it: the token goes nowhere else."""
    try:
        at, api = urlsplit(address), urlsplit(api_url)
        same_port = at.port == api.port
    except ValueError:
        return False
    if at.scheme != api.scheme or not at.hostname or not api.hostname or not same_port:
        return False
    return at.hostname == api.hostname or at.hostname.endswith(f".{api.hostname}")


def _simulated(api_url: str) -> set[str]:
    """A Slack that is simulated on this machine is the one private host a file may lie on."""
    at = urlsplit(api_url)
    return set() if at.scheme == "https" else {at.netloc.lower()}
