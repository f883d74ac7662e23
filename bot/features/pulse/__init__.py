"""The standup pulse: read aloud in a minute, in the ritual a team has already."""
