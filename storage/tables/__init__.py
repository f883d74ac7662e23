"""The columns, and the unique keys that keep promises; a table goes by the name of its module's records."""
