"""Made-up boards, told as data: what each types into the office's forms, and which words are foreign to it.

Nobody and nothing here is real. Rows name one another by what they are called.
"""

from datetime import date
from typing import NamedTuple

OF_CHILDREN, OF_A_BOARD, OF_AN_LSCB = "child|children", "boards?|annual reports?", "LSCBs?|Local Safeguarding Children"


class MadeUp(NamedTuple):
    """A board: the law it chooses, the rows it types, by kind and in order, and what no page of its may say.

    `regime` is what it changes of the law, `later` the rows that it types once it has its documents: the plan in its
    other language. `menu` is what its plan is called, `concern` the address of the page for
    people who are worried. `says` are words that the published plan must hold, `fed` what the law wants of its
    report and its records answer.
    """

    law: str
    wrong: str
    menu: str
    concern: str
    rows: tuple
    says: tuple
    regime: dict = {}
    later: tuple = ()
    fed: frozenset = frozenset()


def shared(name, short, plan, organisations, goals, **more):
    """What each of them types: itself, its body, who sits there, a plan with goals, a year's money, a meeting."""
    return (
        ("board", {"name": name, "short_name": short, "contact_email": "office@shire.example", **more}),
        ("body", {"name": name, "kind": "board"}),
        *(("organisation", {"name": each}) for each in organisations),
        *(("seat", {"body": name, "role": "Director", "organisation": each}) for each in organisations),
        (
            "plan",
            {"title": plan, "period_as_printed": "2026 – 2029", "starts": "1 April 2026", "ends": "31 March 2029"},
        ),
        *goals,
        ("budget", {"financial_year": "2026/27", "starts": "1 April 2026", "ends": "31 March 2027"}),
        *(("contribution", {"budget": 0, "payer": each, "amount": "£10,000"}) for each in organisations),
        ("meeting", {"body": name, "label": "Summer meeting", "year": "2027", "month": "6"}),
        ("reportingperiod", {"label": "2025/26", "starts": "1 April 2025", "ends": "31 March 2026"}),
    )


# What is recorded of the year of its report.
TOLD = (
    ("progress", {"goal": 0, "period": "2025/26", "commentary": "It went well"}),
    ("finding", {"period": "2025/26", "kind": "key-success", "words": "Every meeting had an advocate"}),
    ("budget", {"financial_year": "2025/26", "starts": "1 April 2025", "ends": "31 March 2026"}),
    ("budgetline", {"budget": 1, "side": "expenditure", "description": "Salaries", "outturn": "£9,000"}),
)


def learned(kind_of_review, refused):
    """What a board types of its learning: reviews, one under way, a recommendation refused, and what people said."""
    return (
        (
            "learning",
            {
                "title": "How advocates are offered",
                "kind": "review",
                "code": "2025-R1",
                "review_of": kind_of_review,
                "starts": "1 May 2025",
                "ends": "1 December 2025",
                "words": "An advocate came late in four of six records.",
                "printed": "on",
            },
        ),
        (
            "recommendation",
            {
                "learning": "How advocates are offered",
                "words": "Offer an advocate within a day",
                "answer": "accepted",
                "outcome": "Done since January.",
            },
        ),
        (
            "recommendation",
            {
                "learning": "How advocates are offered",
                "words": "Keep one record for all agencies",
                "answer": "not-accepted",
                "reason": refused,
            },
        ),
        (
            "learning",
            {"title": "How money is looked after", "kind": "review", "starts": "1 February 2026", "printed": "on"},
        ),
        (
            "learning",
            {"title": "What we heard at the day centre", "kind": "voice", "ends": "3 June 2025", "printed": "on"},
        ),
        ("bearson", {"learning": 0, "goal": 0, "shows": "better"}),
        ("training", {"title": "Working together", "starts": "1 June 2025", "ends": "3 June 2025", "offered": "40"}),
        ("inspection", {"framework": "An inspectorate, framework of 2025", "on": "20 May 2025"}),
        ("inspectionarea", {"inspection": 0, "area": "Leadership", "word": "good"}),
        ("policy", {"title": "How disagreements are resolved", "review_due": "31 March 2026"}),
    )


ADULTS = MadeUp(
    law="sab-2014",
    wrong=f"{OF_CHILDREN}|{OF_AN_LSCB}|business plans?|partnerships?",
    menu="Strategic plan",
    concern="worried-about-an-adult",
    rows=shared(
        "Northshire Safeguarding Adults Board",
        "Northshire SAB",
        "Strategic plan",
        ("Northshire Council", "Northshire Police", "Northshire ICB"),
        (
            ("goal", {"plan": 0, "code": "1", "title": "People who lack capacity are heard"}),
            ("aim", {"goal": 0, "words": "Each person who lacks capacity is offered an advocate"}),
            *(("principle", {"plan": 0, "name": each}) for each in ("Empowerment", "Prevention")),
            ("principle", {"plan": 0, "name": "Proportionality", "words": "The least intrusive answer that fits"}),
            *(
                ("principle", {"plan": 0, "name": each})
                for each in ("Protection", "Partnership working", "Accountability")
            ),
            ("serves", {"goal": 0, "principle": "Empowerment"}),
            ("serves", {"goal": 0, "principle": "Protection"}),
            ("body", {"name": "Capacity group", "parent": "Northshire Safeguarding Adults Board"}),
            ("body", {"name": "Northshire Safer Places", "kind": "partner-board"}),
            ("jointwith", {"body": "Capacity group", "other": "Northshire Safer Places"}),
            *learned("safeguarding review, domestic homicide review", "The systems can’t be joined by law."),
            ("places", {"training": 0, "party": "Northshire Police", "number": "12"}),
        ),
        concern_daytime="01000 111111",
    ),
    later=TOLD,
    fed=frozenset({"4(1)(a)", "4(1)(b)"}),
    says=(
        "People who lack capacity are heard",
        "is offered an advocate",
        "Northshire ICB",
        "Members of the board",
        "Serves: Empowerment; Protection",
        "Proportionality The least intrusive answer that fits",
        "Proportionality No goal of this plan",
        "Capacity group (joint with Northshire Safer Places)",
    ),
)
PARTNERS = MadeUp(
    law="partners-2023",
    wrong=f"{OF_A_BOARD}|{OF_AN_LSCB}|adults?",
    menu="Our plan",
    concern="worried-about-a-child",
    rows=shared(
        "Southvale Safeguarding Children Partnership",
        "Southvale SCP",
        "Our plan",
        ("Southvale Council", "Southvale Police", "Southvale ICB"),
        (("goal", {"plan": 0, "code": "Priority One", "title": "Neglect is seen early"}),),
    ),
    regime={"plan_called": "Our plan", "starts": "15 December 2023", "ends": "", "plan_address": "our-plan"},
    says=("Priority One", "Neglect is seen early", "Members of the partnership"),
)
WELSH = MadeUp(
    law="wales-2014",
    wrong=f"{OF_AN_LSCB}|business plans?|partnerships?",
    menu="Annual plan",
    concern="worried-about-someone",
    rows=shared(
        "Glanmor Safeguarding Board",
        "Glanmor Board",
        "Annual plan",
        ("Glanmor Council", "Heddlu Glanmor", "Glanmor Health Board"),
        (
            ("goal", {"plan": 0, "code": "1", "title": "Every referral is answered within a day"}),
            *learned("single unified safeguarding review", "The systems can’t be joined by law."),
            ("places", {"training": 0, "party": "Heddlu Glanmor", "number": "12"}),
        ),
    ),
    says=("Every referral is answered within a day", "Heddlu Glanmor"),
    fed=frozenset({"(a)", "(b)", "(c)", "(f)", "(h)"}),
    later=(
        *TOLD,
        (
            "publication",
            {
                "kind": "business-plan",
                "title": "Cynllun blynyddol",
                "period_as_printed": "2026 – 2029",
                "slug": "2026-2029-cy",
                "starts": "1 April 2026",
                "ends": "31 March 2029",
                "plan": 0,
                "body": "Glanmor Safeguarding Board",
                "language": "cy",
                "translates": "Annual plan 2026 – 2029",
            },
        ),
        (
            "narrative",
            {
                "publication": "Cynllun blynyddol 2026 – 2029",
                "heading": "Ein nodau",
                "before": "<p>Atebir pob atgyfeiriad o fewn diwrnod.</p>",
                "place": "goals",
            },
        ),
    ),
)
LEVELS = MadeUp(
    law="lscb-2015",
    wrong="partnerships?|yearly reports?|adults with care|SCP",
    menu="Business plan",
    concern="worried-about-a-child",
    rows=shared(
        "Eastmoor Local Safeguarding Children Board",
        "Eastmoor LSCB",
        "Business Plan",
        ("Eastmoor Council", "Eastmoor Police"),
        (
            ("goal", {"plan": 0, "code": "Theme A", "title": "Neglect"}),
            ("goal", {"plan": 0, "parent": 0, "code": "A1", "title": "Neglect is known early"}),
            ("goal", {"plan": 0, "parent": 1, "code": "A1.1", "title": "Every school uses the tool"}),
            ("aim", {"goal": 2, "kind": "done", "words": "Forty schools were trained"}),
            ("aim", {"goal": 2, "kind": "difference-made", "words": "Referrals come a year earlier"}),
        ),
    ),
    says=("Theme A Neglect", "A1.1", "Forty schools were trained", "Referrals come a year earlier", "Difference made"),
)
NORTHERN_IRISH = MadeUp(
    law="sbni-2011",
    wrong=f"{OF_AN_LSCB}|business plans?|partnerships?|LADO|adults?|Children Act",
    menu="Strategic plan",
    concern="worried-about-a-child",
    rows=shared(
        "Safeguarding Board for Northland",
        "SBN",
        "Strategic plan",
        ("Lough Trust", "Northland Police Service", "Northland Probation"),
        (("goal", {"plan": 0, "code": "1", "title": "Children and young people are heard at home"}),),
    ),
    says=("Children and young people are heard at home", "Lough Trust"),
)
BOARDS = {"northern-irish": NORTHERN_IRISH, "adults": ADULTS, "partners": PARTNERS, "welsh": WELSH, "levels": LEVELS}
TODAY = date(2026, 11, 29)
