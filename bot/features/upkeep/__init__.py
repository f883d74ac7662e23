"""What owners are asked so that numbers stay fresh and explained."""
