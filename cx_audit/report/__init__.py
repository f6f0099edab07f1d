"""Tell what an audit found: pure functions from a Report to text."""
