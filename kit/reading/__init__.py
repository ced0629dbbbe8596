"""Reads what people write: one reader of numbers, one of days and spans, one of times. Knows no Django.

A reader gives one of four answers (`answers`): a value, a question with what may be meant, words that are kept as they
are printed, or a refusal. Every form and every pasted table asks these readers and no other.
"""
