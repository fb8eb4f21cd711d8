"""One person's data across every store, and what is forgotten with time."""
