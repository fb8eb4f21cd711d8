"""Other people's content made into articles, with a reason for each piece that is refused."""
