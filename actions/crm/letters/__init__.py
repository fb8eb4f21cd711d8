"""Letters about a callback: what they say, how they go, and the page that they lead to."""
