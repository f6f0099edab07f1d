"""Tell what an audit found: pure functions from a Report to text, or to bytes for binary formats."""

from cx_audit.report.interface import Format, render

__all__ = ["Format", "render"]
