"""The dashboard, as people reach and arrange it from Slack."""
