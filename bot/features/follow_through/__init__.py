"""Follow-through: what somebody promised, asked about once a week."""
