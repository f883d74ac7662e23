"""Who is what: product lead, sponsor, operator, team leads, members, readers."""
