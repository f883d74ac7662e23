"""The HTTP way in for readings that programs push, and back out again."""
