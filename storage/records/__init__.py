"""Plain frozen facts: the vocabulary of the whole house.

Every instant is an aware UTC datetime; every day is a local calendar day; a `user`, `channel` or
`workspace` is Slack's id for it.
"""
