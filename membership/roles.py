"""The five roles and what each may do. A person may hold several; what none of them names is refused.

The table stands here and not in the database, so that what a role may do is read, reviewed and tested with the program,
and nobody can widen it with a tick.
"""

from enum import StrEnum

from django.db import models


class May(StrEnum):
    """A thing that only some people may do: what a view asks for, and the words for people."""

    READ = "membership.read", "Can read the members' pages"
    SEE_DRAFTS = "membership.see_drafts", "Can see drafts"
    ENTER_FIGURES = "membership.enter_figures", "Can enter figures"
    EDIT = "membership.edit", "Can change the plan, the budget, meetings and the members' list"
    SEND = "membership.send", "Can send a draft for approval and record a decision"
    APPROVE = "membership.approve", "Can approve or return a draft that somebody else sent"
    PUBLISH = "membership.publish", "Can publish, correct, take down and erase"
    MANAGE_PEOPLE = "membership.manage_people", "Can invite people, give roles and end access"
    CHANGE_SETTINGS = "membership.change_settings", "Can change the settings"

    def __new__(cls, value, words):
        may = str.__new__(cls, value)
        may._value_, may.words = value, words
        return may


class Role(models.TextChoices):
    """A role, as the program and as the screen call it."""

    MANAGER = "manager", "Manager"
    EDITOR = "editor", "Editor"
    DATA_OFFICER = "data-officer", "Data officer"
    APPROVER = "approver", "Approver"
    MEMBER = "member", "Member"


# What a role is for, for the page where roles are ticked.
FOR = {
    Role.MANAGER: "everything, people and publishing included",
    Role.EDITOR: "changes plan, budget, meetings and the members’ list; does not publish or manage people",
    Role.DATA_OFFICER: "enters figures and sees drafts",
    Role.APPROVER: "sees drafts, approves or returns what somebody else sent",
    Role.MEMBER: "reads the members’ pages",
}
READER = {May.READ}
OFFICE = READER | {May.SEE_DRAFTS}
MAY = {
    Role.MANAGER: set(May),
    Role.EDITOR: OFFICE | {May.ENTER_FIGURES, May.EDIT, May.SEND},
    Role.DATA_OFFICER: OFFICE | {May.ENTER_FIGURES},
    Role.APPROVER: OFFICE | {May.APPROVE},
    Role.MEMBER: READER,
}
# Who holds one of these can change something, and proves twice who they are.
WRITING = set(Role) - {Role.MEMBER}
