"""What comes from outside, read into one shape: tables and texts of the clipboard, of workbooks and of Word files.

`shape` is that shape; each of the others makes it of one sort of source. After it there is one path only. Nothing here
knows Django: what is pasted or brought is read apart, in the child of `kit.apart`.
"""
