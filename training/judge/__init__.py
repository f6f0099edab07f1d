"""Training of the judge: whether two answers to customers contradict each other. ``python -m training.judge``."""
