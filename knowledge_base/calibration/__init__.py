"""How the confidence of an answer was learnt, so that anyone can learn it again."""
