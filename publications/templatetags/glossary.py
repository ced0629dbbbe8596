"""Links from a section's words to the glossary."""

from django import template

from publications import terms

register = template.Library()


class Explaining(template.Node):
    """What stands inside it, with a link to the glossary at the first use of each term."""

    def __init__(self, nodes, known, document):
        self.nodes, self.known, self.document = nodes, known, document

    def render(self, context):
        document = self.document.resolve(context) if self.document else None
        base = f"/{document.kind}/{document.slug}/" if document else ""
        return terms.linked(self.nodes.render(context), self.known.resolve(context), base)


@register.tag
def explaining(parser, token):
    """{% explaining page.terms document %}…{% endexplaining %}; without a document the page holds all of it."""
    _, known, *document = token.split_contents()
    nodes = parser.parse(["endexplaining"])
    parser.delete_first_token()
    return Explaining(nodes, parser.compile_filter(known), parser.compile_filter(document[0]) if document else None)
