"""Checks a whole conversation: everything the app and the simulated workspace said to each other."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.contracts.checking import faults_of_answer, faults_of_call, faults_of_payload, kind_of
from tests.contracts.recorded import answers
from tests.contracts.shapes import known

Entry = Mapping[str, Any]

_METHODS = known("schemas/calls.json")
_EVENTS = known("schemas/events.json")


def faults_of_traffic(entries: Iterable[Entry]) -> list[str]:
    """Check each entry of the simulator's traffic log: calls, payloads, acks and answers, in their order."""
    return [f"{entry['id']} {entry['name']}: {fault}" for entry in entries for fault in _faults_of(entry)]


def _faults_of(entry: Entry) -> list[str]:
    request, answer = entry.get("request") or {}, entry.get("answer") or {}
    match entry["kind"]:
        case "web_api" if not isinstance(answer, Mapping):
            return []  # a fault that was switched on; it may have been dropped before it was read
        case "web_api":
            faults = faults_of_call(entry["name"], request) if entry["name"] in _METHODS else []
            right = answer.get("ok") is True and entry["name"] in answers()
            return faults + (faults_of_answer(entry["name"], answer) if right else [])
        case "response_url":
            return faults_of_call("response_url", request)
        case "command":
            return faults_of_payload("command", request) + _faults_of_ack(answer)
        case "event":
            kind = kind_of(request)
            return faults_of_payload(kind, request) if kind in _EVENTS else []
        case _:
            return faults_of_payload(kind_of(request), request) + _faults_of_ack(answer)


def _faults_of_ack(answer: Any) -> list[str]:
    """An ack may carry a message, in answer to a command, or what becomes of a modal."""
    if not isinstance(answer, Mapping) or not answer or "error" in answer:
        return []
    return faults_of_call("view_response" if "response_action" in answer else "response_url", answer)
