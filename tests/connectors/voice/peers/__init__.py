"""The other ends of every line, for tests: a PBX and a carrier that fit in a screen each."""
