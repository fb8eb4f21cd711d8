"""How the knowledge base is kept by the people who answer for it."""
