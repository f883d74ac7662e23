"""App Home: the one page of Polaris that is always there."""
