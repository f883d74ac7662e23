"""A Slack workspace in one process, as strict as Slack, for any bot."""
