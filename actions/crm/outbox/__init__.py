"""What was noted here and must reach the company's CRM, once, whatever happens on the way."""
