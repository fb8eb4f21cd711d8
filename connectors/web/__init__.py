"""The chat widget's side of the gateway: its socket, its pages, its few questions."""
