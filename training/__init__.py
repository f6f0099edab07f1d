"""What the project's own models are trained on, and how. Not part of the wheel."""
