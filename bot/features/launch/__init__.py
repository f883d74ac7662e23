"""The announcement of the North Star, and the questions it raised."""
