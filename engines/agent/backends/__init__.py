"""One module per vendor runtime; each gives a `Backend`."""
