"""The audit trail: who changed what that others feel."""
