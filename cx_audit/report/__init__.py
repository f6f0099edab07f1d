"""Tell what an audit found: pure functions from a Report to text."""

from cx_audit.report.interface import Format, render

__all__ = ["Format", "render"]
