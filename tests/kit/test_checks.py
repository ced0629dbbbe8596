"""What a real installation is asked before it is let out."""

from datetime import date

from kit.checks import today_is_the_real_day


def test_a_pretended_day_is_warned_of(settings):
    settings.TODAY = date(2016, 6, 1)
    [warning] = today_is_the_real_day(None)
    assert "2016-06-01" in warning.msg
    settings.TODAY = None
    assert today_is_the_real_day(None) == []
