"""How people reach the bot by speech: lines, ears, mouth, and the call that joins them."""
