"""North Star triage: the weekly agenda, its cases, and how it goes."""
