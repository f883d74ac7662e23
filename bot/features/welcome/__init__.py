"""What whoever installed Polaris reads first."""
