"""Who may see and send what: every address by role and method. `docs/approval/roles.md` is written from these tables.

    .venv/bin/python -m tests.roles      writes the page anew

tests/test_walk.py proves each answer, finds an address that has no row, and fails when the page says anything else.
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from django.urls import URLPattern, get_resolver

from membership.roles import FOR, MAY, May, Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "approval" / "roles.md"

ANYBODY = ("anonymous", "no role")
ROLES = (*ANYBODY, *Role, "administrator")
SIGN_IN, NO, YES, TAKEN, NONE, NO_FORM = "to sign-in", 403, 200, 204, 404, 405

DRAFTS = (Role.MANAGER, Role.EDITOR, Role.DATA_OFFICER, Role.APPROVER)


SENDING = (Role.MANAGER, Role.EDITOR)
BUDGET_DEEDS = ("budget-next", "budget-start-back", "budget-agreed")
ENTERING = (*SENDING, Role.DATA_OFFICER)
DECIDING = (Role.MANAGER, Role.APPROVER)


def anybody(answer):
    return dict.fromkeys(ROLES, answer)


def signed_in(answer):
    """The same for everybody who has signed in, whatever their role."""
    return {"anonymous": SIGN_IN} | dict.fromkeys(ROLES[1:], answer)


def allowed(*roles, answer=YES):
    """For these roles and the administrator; others who signed in are told that it isn't for them."""
    return signed_in(NO) | dict.fromkeys((*roles, "administrator"), answer)


def managing(answer=YES):
    return allowed(Role.MANAGER, answer=answer)


def to_members(answer):
    """A step of signing in, which whoever has signed in is led past."""
    return {"anonymous": answer} | dict.fromkeys(ROLES[1:], "on to /members/")


# The office reads of every organisation, whoever edits writes. For others there is nothing, but of the organisation
# for which they sit: tests/test_organisations.py walks that.
DRAFTS_ONLY = (Role.DATA_OFFICER, Role.APPROVER)


def of_its_own(but=()):
    others = dict.fromkeys((Role.MEMBER,), NONE) | dict.fromkeys(but, NO)
    return allowed(*DRAFTS) | others


# Nobody in this table has proved who they are within a quarter of an hour.
CONFIRM = "on to /accounts/confirm/"
# The number of every row that an address names: one that no sequence has reached, since those of PostgreSQL count on
# from test to test. A row of history needs another.
GIVEN = 1_000_000_000
LATEST = 2 * GIVEN
PERSON = f"on to /office/people/{GIVEN}/"
STATEMENTS = "/office/publications/business-plan/2016/statements/"
REQUEST = f"/office/figures/rounds/sample/{GIVEN}/"
VERSION = f"on to /office/versions/{GIVEN}/"

# What is read at each address: its words for the page, and what a GET answers each role.
MATRIX = {
    "health-live": ("Whether the program runs, for what watches the server", anybody(YES)),
    "health-ready": ("Whether database and public site are there", anybody(YES)),
    "csp-reports": ("What browsers report of the policy: counted in the log", anybody(NO_FORM)),
    "home": ("The first page until something is published: whose site it is", anybody(YES)),
    "health-findings": ("What whoever looks after the server has to see to", anybody(YES)),
    "security-txt": ("Whom to tell of a weakness, where the installation names somebody", anybody(NONE)),
    "colour": ("The stylesheet of the board’s colour, for pages that aren’t files", anybody(YES)),
    # Signing in, and one's own sign-in
    "account": ("Your own sign-in", signed_in(YES)),
    "account_login": ("Sign in with a password", to_members(YES)),
    "account_request_login_code": ("Ask for a code by e-mail", to_members(YES)),
    "account_confirm_login_code": ("Enter that code", to_members("on to /accounts/sign-in/code/")),
    "mfa_authenticate": ("Show the second factor", to_members(SIGN_IN)),
    "council-sign-in": ("The council’s own sign-in, where it is set up", anybody(NONE)),
    "council-answer": ("Where the council’s sign-in answers", anybody(NONE)),
    "account_logout": ("Sign out", signed_in(YES)),
    "account_inactive": ("Says that a login has ended", anybody(YES)),
    "account_reauthenticate": ("Confirm that it is you: password", signed_in(YES)),
    "mfa_reauthenticate": ("Confirm that it is you: code", signed_in(CONFIRM)),
    "mfa_reauthenticate_webauthn": ("Confirm that it is you: passkey", signed_in(CONFIRM)),
    "account_change_password": ("Change your password", signed_in(YES)),
    "account_reset_password": ("Forgotten password", anybody(YES)),
    "account_reset_password_done": ("Says that mail is on its way", anybody(YES)),
    "account_reset_password_from_key": ("The link of an invitation or a forgotten password", anybody(YES)),
    "mfa_index": ("Your second factors", signed_in(YES)),
    "mfa_activate_totp": ("Set up an app", signed_in(CONFIRM)),
    "app-picture": ("The picture that the app reads", signed_in(CONFIRM)),
    "mfa_deactivate_totp": ("Remove your app", signed_in(NONE)),
    "mfa_view_recovery_codes": ("See your recovery codes", signed_in(NONE)),
    "mfa_generate_recovery_codes": ("Make recovery codes", signed_in(CONFIRM)),
    "mfa_add_webauthn": ("Set up a passkey", signed_in(CONFIRM)),
    "mfa_remove_webauthn": ("Remove your passkey", signed_in(CONFIRM)),
    # Reading
    "welcome": ("The members’ page", allowed(*Role)),
    "brief": ("The same as two pages to print", allowed(*Role)),
    "welcome-then": ("The members’ page as it was before a meeting", allowed(*Role)),
    "brief-then": ("The same as two pages to print", allowed(*Role)),
    "own-organisation": ("The way to the page of one’s own organisation", allowed(*Role)),
    # Of an organisation for which the person sits.
    "organisation": ("An organisation’s page, for those who sit for it and the office", of_its_own()),
    "organisation-reply": ("Its reply, for those who sit for it and whoever edits", of_its_own(but=DRAFTS_ONLY)),
    "organisations": ("All organisations in numbers", allowed(*DRAFTS)),
    "office": ("The office", allowed(*DRAFTS)),
    "unsaved": ("Text that a colleague has not saved, to be read", managing()),
    "print-forward-plan": ("Sheet for paper: meetings ahead", allowed(*DRAFTS)),
    "print-budget": ("Sheet for paper: a budget", allowed(*DRAFTS)),
    "budget-next": ("Start next year’s budget from this one", allowed(*SENDING, answer=NO_FORM)),
    "budget-start-back": ("Take back the start of a year’s budget", allowed(*SENDING, answer=NO_FORM)),
    "budget-agreed": ("Record a budget as agreed by a decision", allowed(*SENDING, answer=NO_FORM)),
    "budget-beside": ("A budget beside other years and beside what if", allowed(*DRAFTS)),
    "print-beside": ("Sheet for paper: a budget beside other years and what if", allowed(*DRAFTS)),
    "print-split": ("Sheet for paper: what each pays of a cost", allowed(*DRAFTS)),
    "print-members": ("Sheet for paper: bodies, seats and who sits there", allowed(*DRAFTS)),
    "print-attendance": ("Sheet for paper: attendance to be signed", allowed(*DRAFTS)),
    "print-actions": ("Sheet for paper: the action log", allowed(*DRAFTS)),
    "print-agenda": ("Sheet for paper: the agenda of a meeting", allowed(*DRAFTS)),
    "print-attendance-report": ("Sheet for paper: who came to the meetings of a year, by role", allowed(*DRAFTS)),
    "print-request": ("Sheet for paper: figures asked of somebody", allowed(*DRAFTS)),
    "print-gaps": ("Sheet for paper: figures that are missing", allowed(*DRAFTS)),
    "owing": ("Who owes what, in words to copy", allowed(*DRAFTS)),
    "owing-leave-out": ("Leave a person out of the reminders by mail", managing(NO_FORM)),
    "first-day-hide": ("Hide the list for the first day", managing(NO_FORM)),
    "first-day-documents": ("Set up the first documents", allowed(*SENDING, answer=NO_FORM)),
    "preview": ("Preview of a draft", allowed(*DRAFTS)),
    "preview-pdf": ("Draft as PDF", allowed(*DRAFTS)),
    "comment-pdf": ("Draft for comment as PDF", allowed(*DRAFTS)),
    "comment-word": ("Its copy for Word", allowed(*DRAFTS)),
    "checks": ("Checks before approval", allowed(*DRAFTS)),
    "wanted": ("What the law wants of a document", allowed(*DRAFTS)),
    "find": ("Find records by their words", allowed(*DRAFTS)),
    "history": ("History of all records", allowed(*DRAFTS)),
    "history-csv": ("That history as a file", allowed(*DRAFTS)),
    "history-record": ("History of one record", allowed(*DRAFTS)),
    # Changing many records at once, and taking a change back
    "history-undo": ("Undo a change; settings and figures need their own permission", allowed(*SENDING)),
    "history-restore": ("Restore what was deleted; the same", allowed(*SENDING)),
    "paste-lists": ("Lists that can be pasted", allowed(*SENDING)),
    "paste-all": ("All that was brought in one file", allowed(*SENDING, answer="on to /office/paste/")),
    "paste-piece": ("One table of it", allowed(*SENDING, answer="on to /office/paste/")),
    "paste": ("Paste a table", allowed(*SENDING)),
    "pasted": ("What was pasted, to be taken back", allowed(*SENDING)),
    # Editing
    "office-plans": ("The plans", allowed(*DRAFTS)),
    "office-plan": ("A plan to read and edit", allowed(*DRAFTS)),
    "office-goal": ("A goal with its actions, decisions and agendas", allowed(*DRAFTS)),
    "plan-next": ("Start the next plan from this one", allowed(*SENDING)),
    "plan-started": ("What was made when a plan was started, and the way back", allowed(*SENDING)),
    "report-start": ("Start the report on a period", allowed(*SENDING)),
    "document-overview": ("The board of sections of a document", allowed(*DRAFTS)),
    "report-start-back": ("Take the start of a report back", allowed(*SENDING, answer=NO_FORM)),
    "summary-choose": ("What the summary of a document shows", allowed(*DRAFTS)),
    "plan-principles": ("Add the principles that come with the law", allowed(*SENDING, answer=NO_FORM)),
    "office-periods": ("The reporting periods", allowed(*DRAFTS)),
    "office-evidence": ("What a period brought", allowed(*DRAFTS)),
    "office-figures": ("The figures", allowed(*DRAFTS)),
    "office-indicator": ("An indicator with its figures, to read and edit", allowed(*DRAFTS)),
    "figures-new-start": ("From which figure on what is usual is reckoned anew", allowed(*ENTERING)),
    "figures-back": ("Take back the figures that were saved together", allowed(*ENTERING, answer=NO_FORM)),
    "indicator-catalogue": ("Indicators to start from", allowed(*SENDING)),
    "figure-gaps": ("Figures that are missing, and who owes them", allowed(*DRAFTS)),
    "office-rounds": ("Rounds of collecting figures", allowed(*DRAFTS)),
    "office-round": ("One round: who is asked, and what is in", allowed(*DRAFTS)),
    "office-request": ("What one of them is asked for, to read and fill in", allowed(*DRAFTS)),
    "request-template": ("The same as a file to send out", allowed(*DRAFTS)),
    "request-came": ("Accept what came by a link, or put it aside", allowed(*ENTERING, answer=NO_FORM)),
    "request-chased": ("Note that somebody was asked, reminded, or promised", allowed(*ENTERING, answer=NO_FORM)),
    "request-link": ("Make a link for whoever is asked", allowed(*ENTERING, answer=NO_FORM)),
    "request-link-revoke": ("Withdraw a link", allowed(*ENTERING, answer=NO_FORM)),
    "round-back": ("Take back what was begun, recorded or accepted together", allowed(*ENTERING, answer=NO_FORM)),
    # By signature: whoever holds a link that is sound gets its one request. Nobody in this table holds one.
    "given-figures": ("The page behind a link for one request, for whoever holds the link", anybody(NONE)),
    "office-small-numbers": ("Small numbers: rules, what is held back, what is shown by decision", allowed(*DRAFTS)),
    "small-numbers-rules": ("Add the rules that come with the program", allowed(*SENDING, answer=NO_FORM)),
    "small-numbers-allow": ("Show a small figure that somebody else asked for", allowed(*DECIDING, answer=NO_FORM)),
    "not-this-figure": ("Say that a number in a sentence is another figure", allowed(*SENDING, answer=NO_FORM)),
    "office-budgets": ("The budgets", allowed(*DRAFTS)),
    "office-budget": ("A budget to read and edit", allowed(*DRAFTS)),
    "budget-running": ("Sums of a budget while a row is typed", allowed(*SENDING, answer=NO_FORM)),
    "office-meetings": ("Meetings and agendas", allowed(*DRAFTS)),
    "office-actions": ("The action log", allowed(*DRAFTS)),
    "office-decided": ("Meetings, each with what it decided", allowed(*DRAFTS)),
    "office-decisions": ("What a meeting decided", allowed(*DRAFTS)),
    "office-recommendations": ("What was recommended, and what is done about it", allowed(*DRAFTS)),
    "office-challenges": ("The register of challenges and risks", allowed(*DRAFTS)),
    "attendance": ("Who was at a meeting, seat by seat", allowed(*DRAFTS)),
    "attendance-back": ("Take back the marks that were saved together", allowed(*SENDING, answer=NO_FORM)),
    "coverage": ("Which goals the agendas of a year serve", allowed(*DRAFTS)),
    "coverage-goals": ("Say of several items which goal they serve", allowed(*SENDING)),
    "coverage-back": ("Take that back", allowed(*SENDING, answer=NO_FORM)),
    "next-year": ("Lay out next year’s meetings", allowed(*SENDING)),
    "laid-out": ("What was laid out, to be taken back", allowed(*SENDING)),
    "item-move": ("Move an item to another meeting", allowed(*SENDING)),
    "office-learning": ("Audits, reviews, surveys, and what they recommend", allowed(*DRAFTS)),
    "office-training": ("Training and campaigns", allowed(*DRAFTS)),
    "office-inspections": ("Inspections, area by area", allowed(*DRAFTS)),
    "office-policies": ("Policies, and when each is reviewed", allowed(*DRAFTS)),
    "office-members": ("Bodies, seats and organisations", allowed(*DRAFTS)),
    "succeeded": ("Hand over what an organisation had to its successors", allowed(*SENDING)),
    "succeeded-undo": ("Undo a succession", allowed(*SENDING, answer=NO_FORM)),
    "office-earlier": ("Documents from before the system", allowed(*DRAFTS)),
    "earlier-file-erase": ("Erase a file that was brought by mistake", managing(NO_FORM)),
    "office-settings": ("Settings of the board", allowed(*DRAFTS)),
    "laws": ("Choose the law the board works under", managing()),
    "logo": ("The board’s logo", managing()),
    "logo-picture": ("A logo’s picture, at the head of each page", signed_in(YES)),
    "office-publications": ("What documents draw on", allowed(*DRAFTS)),
    "office-sections": ("Sections of a document", allowed(*DRAFTS)),
    "office-picture": ("A picture that was put into a document", allowed(*DRAFTS)),
    "office-statements": ("Members’ statements for a report: who was asked, who answered", allowed(*DRAFTS)),
    "statements-back": ("Take back what was asked of all members at once", allowed(*SENDING, answer=NO_FORM)),
    "statement-word": ("The request for a statement as a Word file", allowed(*DRAFTS)),
    "statement-came": ("Accept a statement that came by a link, or put it aside", allowed(*SENDING, answer=NO_FORM)),
    "statement-link": ("Make a link for a statement", allowed(*SENDING, answer=NO_FORM)),
    "statement-link-revoke": ("Withdraw a link for a statement", allowed(*SENDING, answer=NO_FORM)),
    "office-copies": ("Word copies of a draft that came back, beside its record", allowed(*SENDING)),
    "copy-paragraph": ("Take a paragraph of a Word copy, or put it aside", allowed(*SENDING, answer=NO_FORM)),
    "copy-whole": ("Take all of a Word copy, or remove it", allowed(*SENDING, answer=NO_FORM)),
    "section-word": ("A section as a Word copy, for whoever writes it", allowed(*DRAFTS)),
    "office-readers": ("Who was given a draft to comment on, and their links", allowed(*DRAFTS)),
    "office-comments": ("Comments on a draft, beside its words", allowed(*DRAFTS)),
    "comment-settle": ("Answer a comment on a draft, put it aside, open it again", allowed(*SENDING, answer=NO_FORM)),
    # By signature, as above.
    "given-draft": ("The page behind a link for a draft, for whoever holds the link", anybody(NONE)),
    "given-picture": ("A picture of a draft, for whoever holds the link", anybody(NONE)),
    "given-statement": ("The page behind a link for one statement, for whoever holds the link", anybody(NONE)),
    # Of a goal. Data officers enter figures too, only managers change settings: test_walk.py tries each kind.
    "row-add": ("Add a row", allowed(*SENDING)),
    "row-edit": ("Edit a row", allowed(*SENDING)),
    "row-remove": ("Remove a row", allowed(*SENDING)),
    "row-move": ("Move a row", allowed(*SENDING, answer=NO_FORM)),
    "row-put-back": ("Undo a removal", allowed(*SENDING, answer=NO_FORM)),
    # From draft to version
    "approval": ("Drafts and versions of a document", allowed(*DRAFTS)),
    "send": ("Send a draft for approval", allowed(*SENDING)),
    "update": ("Update an everyday page", managing()),
    "version": ("One draft or version", allowed(*DRAFTS)),
    "version-pdf": ("Its PDF", allowed(*DRAFTS)),
    "extract": ("Extract of the minutes", allowed(*DRAFTS)),
    "presented": ("To whom a version was presented", allowed(*DRAFTS)),
    "covering-docx": ("The covering paper for one of them, for Word", allowed(*DRAFTS)),
    "covering-txt": ("The same as text", allowed(*DRAFTS)),
    "version-approve": ("Approve a draft", allowed(*DECIDING)),
    "version-give-back": ("Give a draft back", allowed(*DECIDING)),
    "version-record": ("Record a decision", allowed(*SENDING)),
    "version-confirm-changes": ("Freeze a draft with the changes decided", allowed(*SENDING)),
    "version-confirm": ("Confirm the changes to a draft, under one’s own login", allowed(*DECIDING)),
    "version-record-confirmation": ("Record that somebody confirmed them", allowed(*SENDING)),
    "version-publish": ("Publish", managing()),
    "version-correct": ("Correct what is published", managing()),
    "version-bring-back": ("Publish an earlier version again", managing()),
    "version-take-down": ("Take down", managing()),
    "version-leave-unpublished": ("Say that nothing is to be published in place of it", managing()),
    "version-ask-to-erase": ("Ask for a version to be erased", managing()),
    "version-erase": ("Erase a version", managing()),
    "write-again": ("Write the public pages again", managing(NO_FORM)),
    "remove": ("Remove a phrase everywhere", managing()),
    # People
    "people": ("Everybody who can sign in", managing()),
    "invite": ("Invite a person", managing()),
    "person": ("One person", managing()),
    "invitation": ("A person’s invitation", managing()),
    "person-roles": ("Name and roles", managing()),
    "person-seats": ("Seats", managing()),
    "person-cover": ("Cover", managing()),
    "cover-end": ("End cover before its day", managing()),
    "person-end": ("End access", managing()),
    "person-bring-back": ("Bring back", managing()),
    "person-remove-details": ("Remove personal details", managing()),
    "person-second-factor": ("Remove a lost second factor", managing()),
    "access": ("Record of access", managing()),
    "access-export": ("Record of access as a file", managing()),
    "leave": ("The whole record as one archive", managing()),
    "leave-file": ("The archive, for whoever asked for it", managing(NONE)),
    "long-work": ("How far long work is, and how it ended", allowed(*DRAFTS)),
    "retention": ("How long things are kept, and the hold", managing()),
    "hold-lift": ("Lift a hold", managing(NO_FORM)),
}
# What an empty form answers, at the addresses that take one. YES is the form again with its errors; where it leads on,
# an empty form is enough and the deed is done.
FORMS = {
    "csp-reports": anybody(TAKEN),
    "account_login": to_members(YES),
    "account_request_login_code": to_members(YES),
    "account_confirm_login_code": to_members("on to /accounts/sign-in/code/"),
    "mfa_authenticate": to_members(SIGN_IN),
    "council-sign-in": anybody(NONE),
    "account_logout": anybody(SIGN_IN),
    "account_reauthenticate": signed_in(YES),
    "mfa_reauthenticate": signed_in(CONFIRM),
    "mfa_reauthenticate_webauthn": signed_in(CONFIRM),
    "account_change_password": signed_in(YES),
    "account_reset_password": anybody(YES),
    "account_reset_password_from_key": anybody(YES),
    "mfa_activate_totp": signed_in(CONFIRM),
    "mfa_deactivate_totp": signed_in(NONE),
    "mfa_generate_recovery_codes": signed_in(CONFIRM),
    "mfa_add_webauthn": signed_in(CONFIRM),
    "mfa_remove_webauthn": signed_in(CONFIRM),
    # A meeting of a body without seats has nobody to mark.
    **dict.fromkeys(
        ("attendance", "attendance-back"), allowed(*SENDING, answer=f"on to /office/meetings/{GIVEN}/attendance/")
    ),
    **dict.fromkeys(
        ("coverage-goals", "coverage-back"), allowed(*SENDING, answer="on to /office/meetings/sample/coverage/")
    ),
    "next-year": allowed(*SENDING),
    "laid-out": allowed(*SENDING, answer="on to /office/meetings/"),
    "organisation-reply": of_its_own(but=DRAFTS_ONLY),
    "item-move": allowed(*SENDING),
    "invite": managing(),
    "invitation": managing(f"{PERSON}invitation/"),
    "person-roles": managing(),
    "person-seats": managing(PERSON),
    "person-cover": managing(),
    "cover-end": managing(PERSON),
    "person-end": managing(PERSON),
    "person-bring-back": managing(PERSON),
    "person-remove-details": managing(),
    "person-second-factor": managing(PERSON),
    # What is asked of an empty document, or of a version that is public already, is refused on the page.
    "send": allowed(*SENDING),
    "update": managing(),
    "presented": allowed(*SENDING, answer=f"on to /office/versions/{GIVEN}/presented/"),
    "write-again": managing("on to /office/"),
    "earlier-file-erase": managing("on to /office/earlier-documents/"),
    **{name: answers for name, (_, answers) in MATRIX.items() if name.startswith("version-") and name != "version-pdf"},
    "row-add": allowed(*SENDING),
    "row-edit": allowed(*SENDING),
    "row-remove": allowed(*SENDING),
    "row-move": allowed(*SENDING, answer=f"on to /office/plan/sample/#goal-{GIVEN}"),
    "row-put-back": allowed(*SENDING, answer="on to /office/"),
    "remove": managing(),
    "owing-leave-out": managing("on to /office/owing/"),
    "first-day-hide": managing("on to /office/"),
    "first-day-documents": allowed(*SENDING, answer="on to /office/"),
    # Without the version that was looked at nothing is undone.
    "history-undo": allowed(*SENDING, answer=409),
    "history-restore": allowed(*SENDING, answer=f"on to /office/history/body/{GIVEN}/"),
    "budget-running": allowed(*SENDING),
    # Of a year without a name of a year nothing is started, and nobody decided on it.
    **dict.fromkeys(BUDGET_DEEDS, allowed(*SENDING, answer="on to /office/budget/sample/")),
    "office-indicator": allowed(*ENTERING, answer="on to /office/figures/sample/"),
    "figures-new-start": allowed(*ENTERING),
    "figures-back": allowed(*ENTERING, answer="on to /office/figures/sample/"),
    "indicator-catalogue": allowed(*SENDING, answer=NONE),
    "office-rounds": allowed(*ENTERING),
    "office-request": allowed(*ENTERING, answer=f"on to {REQUEST}"),
    **dict.fromkeys(
        ("request-came", "request-chased", "request-link-revoke"),
        allowed(*ENTERING, answer=f"on to {REQUEST}"),
    ),
    # Without the day it ends no link is made, and the field says so.
    "request-link": allowed(*ENTERING),
    "round-back": allowed(*ENTERING, answer="on to /office/figures/rounds/sample/"),
    "given-figures": anybody(NONE),
    "given-statement": anybody(NONE),
    "given-draft": anybody(NONE),
    "office-readers": allowed(*SENDING),
    "comment-settle": allowed(*SENDING, answer=NONE),
    "office-statements": allowed(*SENDING, answer=f"on to {STATEMENTS}"),
    "statement-link": allowed(*SENDING),
    # Without a file nothing is brought back, and the field says so; without a deed nothing is done.
    "office-copies": allowed(*SENDING),
    **dict.fromkeys(("copy-paragraph", "copy-whole"), allowed(*SENDING, answer=NONE)),
    **dict.fromkeys(
        ("statement-came", "statement-link-revoke", "statements-back"),
        allowed(*SENDING, answer=f"on to {STATEMENTS}"),
    ),
    "small-numbers-rules": allowed(*SENDING, answer="on to /office/small-numbers/"),
    "small-numbers-allow": allowed(*DECIDING, answer=NONE),
    "not-this-figure": allowed(*SENDING, answer=NONE),
    "laws": managing(),
    "succeeded": allowed(*SENDING),
    "succeeded-undo": allowed(*SENDING, answer=409),
    "logo": managing(),
    "plan-next": allowed(*SENDING),
    # Without a title nothing is started, and what wasn't started so isn't taken back.
    "report-start": allowed(*SENDING),
    "report-start-back": allowed(*SENDING, answer=NONE),
    "summary-choose": allowed(*SENDING, answer="on to /office/business-plan/2016/overview/"),
    "plan-principles": allowed(*SENDING, answer="on to /office/plan/sample/"),
    "plan-started": allowed(*SENDING, answer="on to /office/plan/"),
    "paste-lists": allowed(*SENDING),
    "paste-all": allowed(*SENDING, answer="on to /office/paste/"),
    "paste-piece": allowed(*SENDING, answer="on to /office/paste/"),
    "paste": allowed(*SENDING),
    "pasted": allowed(*SENDING, answer="on to /office/paste/"),
    "leave": managing(),
    "retention": managing(),
    "hold-lift": managing("on to /office/retention/"),
}
# The rows that the tests make for the addresses that name one.
SOMEBODY = {"pk": GIVEN}
PASTED_AT = datetime(2016, 6, 1, 9, 30, tzinfo=UTC)
LAID_OUT_AT = 1_464_773_400_000_000  # the same moment, in microseconds since 1970
ARGUMENTS = (
    {
        name: {"kind": "business-plan", "slug": "2016"}
        for name in (
            "preview",
            "preview-pdf",
            "comment-pdf",
            "comment-word",
            "checks",
            "not-this-figure",
            "wanted",
            "document-overview",
            "report-start-back",
            "summary-choose",
            "approval",
            "send",
            "update",
        )
    }
    | {name: {"number": GIVEN} for name in MATRIX if name.startswith("version") or name == "presented"}
    | {
        name: {"kind": "business-plan", "slug": "2016"}
        for name in ("office-sections", "office-statements", "office-readers", "office-comments", "office-copies")
    }
    | {name: {"kind": "business-plan", "slug": "2016", "pk": GIVEN} for name in ("copy-paragraph", "copy-whole")}
    | {"section-word": {"kind": "business-plan", "slug": "2016", "key": "sample"}}
    | {
        name: {"kind": "business-plan", "slug": "2016", "pk": GIVEN}
        for name in ("statement-word", "statement-came", "statement-link")
    }
    | {"statements-back": {"kind": "business-plan", "slug": "2016", "moment": "20160601093000000000"}}
    | {"statement-link-revoke": {"kind": "business-plan", "slug": "2016", "pk": GIVEN, "number": GIVEN}}
    | {name: {"word": f"{GIVEN}-made-up"} for name in ("given-statement", "given-draft")}
    | {"given-picture": {"word": f"{GIVEN}-made-up", "digest": "a-picture"}}
    | {"comment-settle": {"kind": "business-plan", "slug": "2016", "pk": GIVEN}}
    | {name: {"number": GIVEN, "recipient": GIVEN} for name in ("covering-docx", "covering-txt")}
    | {"office-sections": {"kind": "business-plan", "slug": "2016"}}
    | {
        name: {"key": "sample"}
        for name in (
            "office-plan",
            "office-budget",
            "office-evidence",
            "print-budget",
            "budget-beside",
            "print-beside",
            *BUDGET_DEEDS,
        )
    }
    | {"office-goal": {"plan": "sample", "key": "sample"}}
    | {name: {"pk": GIVEN + 2} for name in ("welcome-then", "brief-then")}
    | {name: {"key": "sample"} for name in ("organisation", "organisation-reply")}
    | dict.fromkeys(
        (
            *("print-agenda", "print-split", "attendance", "item-move", "office-decisions", "owing-leave-out"),
            *("leave-file", "long-work"),
        ),
        SOMEBODY,
    )
    | {name: {"key": "sample"} for name in ("print-attendance-report", "coverage", "next-year")}
    | {"laid-out": {"moment": LAID_OUT_AT}}
    | {"coverage-goals": {"key": "sample"}, "coverage-back": {"key": "sample", "moment": "20160601093000000000"}}
    | {"attendance-back": {"pk": GIVEN, "moment": "20160601093000000000"}}
    | {
        "small-numbers-allow": SOMEBODY,
        "unsaved": SOMEBODY,
        "print-attendance": SOMEBODY,
        "print-request": {"party": GIVEN},
    }
    | {name: {"kind": "goal", "pk": GIVEN} for name in ("row-edit", "row-remove", "row-move")}
    | {"row-add": {"kind": "plan"}, "row-put-back": {"kind": "plan", "pk": GIVEN}}
    | {"earlier-file-erase": {"pk": GIVEN + 1}}
    | {"colour": {"digits": "0b5f63"}, "logo-picture": {"digest": "a-logo"}}
    | {"office-picture": {"digest": "a-picture"}}
    | {"budget-running": {"key": "sample", "kind": "contribution"}}
    | {"report-start": {"key": "sample"}}
    | {"plan-next": {"key": "sample"}, "plan-principles": {"key": "sample"}, "plan-started": {"key": "started"}}
    | {"office-indicator": {"key": "sample"}, "figures-back": {"key": "sample", "moment": "20160601093000000000"}}
    | {"office-round": {"key": "sample"}, "round-back": {"key": "sample", "moment": "20160601093000000000"}}
    | {
        name: {"key": "sample", "pk": GIVEN}
        for name in ("office-request", "request-came", "request-chased", "request-link")
    }
    | {"request-link-revoke": {"key": "sample", "pk": GIVEN, "number": GIVEN}}
    | {"request-template": {"key": "sample", "pk": GIVEN, "ending": "xlsx"}}
    | {"given-figures": {"word": f"{GIVEN}-made-up"}}
    | {"office-indicator": {"key": "sample"}, "figures-new-start": {"key": "sample"}}
    | {"figures-back": {"key": "sample", "moment": "20160601093000000000"}}
    | {"extract": {"number": GIVEN, "decision": GIVEN}}
    | {name: SOMEBODY for name in MATRIX if name.startswith(("person", "invitation", "cover-end", "hold-lift"))}
    | {name: {"kind": "body", "pk": GIVEN} for name in ("history-record", "history-restore")}
    | {"history-undo": {"kind": "seat", "pk": GIVEN, "number": LATEST}}
    | {"succeeded-undo": {"moment": f"{PASTED_AT:%Y%m%d%H%M%S%f}"}}
    | {"paste-piece": {"number": 0}, "paste": {"slug": "members"}, "pasted": {"moment": f"{PASTED_AT:%Y%m%d%H%M%S%f}"}}
    | {"account_reset_password_from_key": {"uidb36": "1", "key": "made-up"}, "mfa_remove_webauthn": {"pk": 1}}
)


def reading(name):
    """What each role gets when it opens an address."""
    return MATRIX[name][1]


def sending(name):
    """What each role gets when it sends a form there; at a page that only shows, nobody can."""
    refused = {role: answer if answer in (SIGN_IN, NO) else NO_FORM for role, answer in reading(name).items()}
    return FORMS.get(name, refused)


def patterns(resolver=None, before="/"):
    """Every named address of ours, and where it lies."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name, before + str(pattern.pattern)
        elif pattern.app_name != "admin":
            yield from patterns(pattern, before + str(pattern.pattern))


def of_the_admin(resolver=None, before="/admin/"):
    """Every address of the administration pages: its name, or else its pattern, and where it lies."""
    if resolver is None:
        [resolver] = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", "") == "admin"]
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or "any other address", before + str(pattern.pattern)
        else:
            yield from of_the_admin(pattern, before + str(pattern.pattern))


# The page

HEADS = {"anonymous": "Anybody", "no role": "No role"} | {role: role.label for role in Role}
HEADS |= {"administrator": "Administrator"}
CELLS = {YES: "yes", TAKEN: "yes", NO: "no", SIGN_IN: "sign in", NONE: "nothing there", NO_FORM: "no", 409: "yes"}

OPENING = """# Who may do what

Written by `.venv/bin/python -m tests.roles` from the tables that the tests prove (`tests/roles.py`,
`tests/test_walk.py`). Each answer below was given by the program: a test asks every address as every role. An address
without a row fails the tests, and so does this page when it says anything else than they found.

## What a role is for

A person may hold several roles. What none of them names is refused. Cover for a colleague is a role with a last day.
"""
BETWEEN = """
## Every address

*Read* is opening the page, *send* is sending its form. "Sign in" means that the person is led to the page for signing
in; "confirms first", that they prove anew who they are before anything is shown; "led on", to the page that comes next
or that fits them. "Nothing there" is what the tests' people meet, who have set up no second factor and whose board has
no council sign-in. Where only "read" is listed the address takes no form from anybody.

Beside the roles:

* Inviting, giving roles, arranging cover, ending access and removing details or a second factor ask for the second
  factor again when it was last shown more than 15 minutes ago. So do approving, recording a decision, confirming
  changes, publishing, correcting, erasing or asking for it, removing a phrase, placing and lifting a hold, and changing
  who may decide. Taking down does not: it has to be done in seconds.
* A manager can't change the login of an administrator, nobody gives a role to themselves, and the last person who can
  manage the board can't be ended.
* The public pages are files and need no sign-in. They show what is published and nothing else.
"""
ADMIN = """
## The administration pages

For administrators (superusers) only: plain, linked from no page, with the same second factor. Everybody else, signed in
or not, is led to the sign-in of administrators and refused there, whether they read or send. {count} addresses:
"""


def cell(answer):
    if answer == CONFIRM:
        return "confirms first"
    return CELLS.get(answer, "led on")


def sent(answer):
    """A deed that an empty form has done leads on to the page that shows it."""
    done = isinstance(answer, str) and answer.startswith("on to /office/")
    return "yes" if done else cell(answer)


def readable(path):
    """An address without the signs of a pattern."""
    path = re.sub(r"\([^)]*\)|<\w+:\w+>", "…", path)
    return re.sub(r"[\^$\\]", "", path)


def row(*cells):
    return f"| {' | '.join(cells)} |"


def page():
    """The page for the council's signature."""
    where = dict(patterns())
    lines = [OPENING, row("role", "for"), row("---", "---")]
    lines += [row(role.label, FOR[role]) for role in Role]
    lines += ["", row("", *(role.label for role in Role)), row("---", *("---" for role in Role))]
    lines += [row(may.words, *("yes" if may in MAY[role] else "–" for role in Role)) for may in May]
    lines += [BETWEEN, row("address", "for", "", *HEADS.values()), row(*["---"] * (3 + len(HEADS)))]
    for name, (words, answers) in MATRIX.items():
        address = f"`{readable(where[name])}`"
        if set(answers.values()) != {SIGN_IN, NO, NO_FORM}:
            lines.append(row(address, words, "read", *(cell(answers[role]) for role in ROLES)))
        if name in FORMS:
            lines.append(row(address, words, "send", *(sent(FORMS[name][role]) for role in ROLES)))
    names = sorted(of_the_admin())
    lines += [ADMIN.format(count=len(names)), row("name", "address", "administrator", "everybody else")]
    lines += [row("---", "---", "---", "---")]
    lines += [row(f"`{name}`", f"`{readable(path)}`", "read, send", "no") for name, path in names]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
