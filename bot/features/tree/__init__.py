"""The cascade, as an indented list: the North Star Metric, the inputs that should move it, and why."""
