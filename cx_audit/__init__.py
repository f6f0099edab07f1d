"""Find every question where a company's support channels tell customers different things."""

__version__ = "0.1.0"
