"""How much memory and time it takes to read a large export."""
