"""Putting questions to a live bot and recording what it says, as a file that an audit reads like any other."""
