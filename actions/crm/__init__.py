"""The CRM: one port, and one file for each system behind it."""
