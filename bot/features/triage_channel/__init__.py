"""Where triage reads: chosen by the product lead."""
