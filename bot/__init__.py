"""Everything people touch; no rule of the practice lives here."""
