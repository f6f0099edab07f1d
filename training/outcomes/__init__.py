"""The reader of outcomes: whether a reply grants or refuses what its customer hopes for."""
