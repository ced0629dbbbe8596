"""The lists of the office that take a table, in the order in which they are saved together: parents come first."""

import finance.pasting
import forwardplan.challenge_pasting
import forwardplan.pasting
import membership.inspections_pasting
import membership.pasting
import priorities.action_pasting
import priorities.learning_pasting
import priorities.pasting
import priorities.recommendations_pasting
import publications.pasting

KNOWN = {
    each.slug: each
    for app in (
        membership.pasting,
        priorities.pasting,
        priorities.action_pasting,
        finance.pasting,
        forwardplan.pasting,
        forwardplan.challenge_pasting,
        priorities.learning_pasting,
        priorities.recommendations_pasting,
        membership.inspections_pasting,
        publications.pasting,
    )
    for each in app.LISTS
}
LISTS = {slug: each for slug, each in KNOWN.items() if each.take}
