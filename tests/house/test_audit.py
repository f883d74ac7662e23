"""A known vulnerability fails the audit; a service that cannot be reached is said, and no more."""

from tests.audit import verdict


def a_report(*dependencies):
    return {"dependencies": [*dependencies], "fixes": []}


def a_dependency(name="aiohttp", *advisories):
    return {"name": name, "version": "1.0", "vulns": [*advisories]}


NOT_KNOWN = {"name": "click", "skip_reason": "Dependency not found on PyPI"}


def test_a_known_vulnerability_fails_and_says_what_mends_it():
    report = a_report(a_dependency("aiohttp", {"id": "PYSEC-1", "fix_versions": ["1.1"]}), NOT_KNOWN)

    assert verdict(report) == ("aiohttp 1.0: PYSEC-1, mended in 1.1", 1)


def test_one_that_nobody_has_mended_fails_too():
    assert verdict(a_report(a_dependency("aiohttp", {"id": "PYSEC-1", "fix_versions": []})))[1] == 1


def test_nothing_known_is_said_with_what_could_not_be_looked_up():
    said, status = verdict(a_report(a_dependency(), NOT_KNOWN))

    assert (said, status) == ("No advisory is known for 1 dependencies; 1 could not be looked up.", 0)


def test_a_service_that_cannot_be_reached_is_said_in_one_line():
    for report in (None, a_report(NOT_KNOWN)):
        said, status = verdict(report)

        assert "\n" not in said
        assert "not audited" in said
        assert status == 0
