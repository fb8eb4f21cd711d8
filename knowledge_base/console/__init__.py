"""The support team's console: pages by which people keep the knowledge base."""
