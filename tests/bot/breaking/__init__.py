"""The desk's actions, one of which breaks when a test says so."""
