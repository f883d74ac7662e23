"""What must not get worse while an input is pushed."""
