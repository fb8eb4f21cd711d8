"""What the desk costs, measured beside the usual way of doing it."""
