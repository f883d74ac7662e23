"""The demo: an organisation with real readings in a simulated Slack, on a machine without an account."""
