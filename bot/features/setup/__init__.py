"""Choosing the North Star Metric, and changing its words."""
