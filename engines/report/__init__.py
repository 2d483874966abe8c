"""Reports that stand on their own: one HTML file with everything in it, and CSV tables."""
