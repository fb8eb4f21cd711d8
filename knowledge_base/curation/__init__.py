"""Curation: how the support team turns what visitors ask into tested, published answers."""
