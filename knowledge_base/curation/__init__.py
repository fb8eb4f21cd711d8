"""Curating the articles: drafts, releases, and what customers ask that nobody answers yet."""
