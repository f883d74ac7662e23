"""The brief for an executive review, as text to copy."""
