"""How the support team keeps the knowledge base: drafts, releases, and what is checked first."""
