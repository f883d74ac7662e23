"""The reflex question that anybody may ask in a thread."""
