"""What people see of delivery: the alarm when a message cannot reach them, and trying again."""
