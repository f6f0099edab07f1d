"""Trains the reader of outcomes, in its second stage: two replies to one question, and whether they contradict."""
