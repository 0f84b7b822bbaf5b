"""What is said: the shape of what programs may write or ask."""
