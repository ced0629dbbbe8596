"""The board's plan as it was transcribed, and what is needed to walk it against what we publish."""
