"""How many personal details masking misses, and how many facts of the company it hides by mistake."""
