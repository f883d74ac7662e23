"""Commitments: `/commit`, its form, its list and its buttons."""
