"""What cx-audit claims, measured."""
