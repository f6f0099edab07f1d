"""Accuracy on hand-labelled companies: ``python -m benchmarks.accuracy``."""
