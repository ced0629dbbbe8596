"""What the terms in a section's words mean, opened in place."""

from django import template

from publications import terms

register = template.Library()


class Explaining(template.Node):
    """What stands inside it, in which each term opens its meaning where it is used first."""

    def __init__(self, nodes, page, document):
        self.nodes, self.page, self.document = nodes, page, document

    def render(self, context):
        document = self.document.resolve(context) if self.document else None
        base = f"/{document.kind}/{document.slug}/" if document else ""
        page = self.page.resolve(context)
        return terms.opened(self.nodes.render(context), page.terms, page.key, base)


@register.tag
def explaining(parser, token):
    """{% explaining page document %}…{% endexplaining %}; without a document the page holds all of it."""
    _, page, *document = token.split_contents()
    nodes = parser.parse(["endexplaining"])
    parser.delete_first_token()
    return Explaining(nodes, parser.compile_filter(page), parser.compile_filter(document[0]) if document else None)
