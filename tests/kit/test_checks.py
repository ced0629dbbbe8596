"""What a real installation is asked before it is let out."""

from datetime import date, timedelta

from kit import clock
from kit.checks import the_security_contact_holds, today_is_the_real_day


def test_a_pretended_day_is_warned_of(settings):
    settings.TODAY = date(2016, 6, 1)
    [warning] = today_is_the_real_day(None)
    assert "2016-06-01" in warning.msg
    settings.TODAY = None
    assert today_is_the_real_day(None) == []


def test_a_security_contact_that_ends_is_warned_of_a_month_before(settings):
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = [], None
    assert the_security_contact_holds(None) == []
    settings.SECURITY_CONTACT = ["mailto:security@council.example"]
    for days, warned in ((31, 0), (30, 1), (-1, 1)):
        settings.SECURITY_CONTACT_UNTIL = clock.now().date() + timedelta(days=days)
        assert len(the_security_contact_holds(None)) == warned
