"""What must not move: content as it was stored under each schema, and what the program said of it then.

A folder for each schema, written once by `python -m tests.stored.record` and never again:

    1/made-from.txt              the commit of the program that it was recorded from
    1/texts/                     canonical texts, the very characters that were hashed
    1/SHA256SUMS                 their check codes, for `sha256sum --check` too
    1/changes/                   single changes of a text, one a line: where, the new value, and what was said of it
    1/document-schema-1.json     the JSON Schema as it was published
    1/content-schema.json        the same of all content: of the site's words and the earlier documents too
    1/control.json               a control block that has a value in every field
    1/published.json             the forward plan as the public had it for machines, with a control block

The texts are those of the demonstration, the site's words as they are without its notice, and `every-field-...`, in
which every field of every struct holds a value. `test_stored.py` needs nothing else to say what was recorded.
"""
