"""Everything a workspace owns as files in one zip, and back."""
