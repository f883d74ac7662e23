"""A Slack workspace in one process, as strict as Slack, for any bot."""

from bot.simulator.server import Simulator, running

__all__ = ["Simulator", "running"]
