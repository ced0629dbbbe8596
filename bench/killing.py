"""Publishers that are killed without warning: what is lost, what is left half done, what the nightly run mends."""

from bench.measuring import benchmark, total

ROUNDS = 50


@benchmark("Publishers killed while they publish", total("lost", "half published", "dead links"))
def killed_publishers():
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    from editions import publishing
    from publications.models import PublicationKind
    from tests import factories as make
    from tests import killing
    from tests.editions.drafts import DAY

    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        make.BoardFactory()
        manager = make.UserFactory(name="The manager")
        plan = make.PublicationFactory(kind=PublicationKind.BUSINESS_PLAN, slug="2016-2019", title="Plan")
        make.NarrativeFactory(publication=plan, heading="Our aim", before="We talk.")
        publishing.update(make.PublicationFactory(kind=PublicationKind.SITE, slug="site"), by=manager, on=DAY)
        return list(killing.rounds(ROUNDS))
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()
