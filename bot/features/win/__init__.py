"""Wins: `/win`, its form, and the cheers."""
