"""What people say moves the North Star, held against the readings."""
