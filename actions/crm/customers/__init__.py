"""One view of the customer, for the colleagues who call back and see to cases."""
