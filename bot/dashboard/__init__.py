"""The pages: whether the North Star is moving, and what moves with it, read in five seconds without Slack."""
