"""Teams: added, renamed, moved, retired."""
