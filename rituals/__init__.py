"""What the team does together, and when; no Slack, no SQL, no hidden clock."""
