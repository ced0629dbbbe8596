"""Sheets for the table: one page of A4 each, read off the records, printed by the browser."""
