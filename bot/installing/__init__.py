"""Polaris comes into a workspace: the pages that people see on the way, and what is asked of Slack."""
