"""What comes from outside, read into one shape: tables and texts of the clipboard, of workbooks and of Word files.

`shape` is that shape, and after it there is one path only. `files` knows what a file is and gives it to its reader:
`clean` reads HTML by the table of `rules`, `plain` text, `workbooks` (with `opensheets`, `seen` and `formats`) what is
in a sheet, `wordfiles` (with `opendocument` and `numerals`) documents, by way of HTML; `packed` changes parts of files.
`returned` reads a document that was sent out and comes back, with its comments and tracked changes.
Nothing here knows Django: what is pasted or brought is read apart, in the child of `kit.apart`.
"""
