"""People are described as far as the scopes allow."""

from tests.bot.simulator.test_chat import error_of


async def test_a_person_has_a_zone_and_no_address_without_its_scope(sim, client):
    answer = await client.users_info(user=sim.people["esha"].id, include_locale=True)

    assert (answer["user"]["tz"], answer["user"]["tz_offset"]) == ("Asia/Kolkata", 19_800)
    assert answer["user"]["locale"] == "en-US"
    assert "email" not in answer["user"]["profile"]


async def test_an_address_needs_its_scope(trusted, trusted_client):
    ana = trusted.people["ana"].id
    info = await trusted_client.users_info(user=ana)
    found = await trusted_client.users_lookupByEmail(email="ana@example.com")

    assert info["user"]["profile"]["email"] == "ana@example.com"
    assert found["user"]["id"] == ana
    assert (
        await error_of(trusted_client.users_lookupByEmail(email="old_sam@example.com")) == "users_not_found"
    )


async def test_the_list_has_bots_guests_and_those_who_left(client):
    people = {each["name"]: each for each in (await client.users_list())["members"]}

    assert people["buildbot"]["is_bot"]
    assert people["gus"]["is_restricted"]
    assert people["old_sam"]["deleted"]
    assert people["lighthouse"]["profile"]["api_app_id"]


async def test_slackbot_is_listed_and_looks_like_a_person(client):
    listed = (await client.users_list())["members"]
    slackbot = next(each for each in listed if each["id"] == "USLACKBOT")

    assert not slackbot["is_bot"]


async def test_nobody_is_found_by_a_wrong_id(client):
    assert await error_of(client.users_info(user="ana")) == "user_not_found"


async def test_strangers_are_marked(sim, client):
    eve = sim.workspace.add_user("eve", is_stranger=True, team_id="T0S0000002")
    answer = await client.users_info(user=eve.id)

    assert (answer["user"]["is_stranger"], answer["user"]["team_id"]) == (True, "T0S0000002")


async def test_a_zone_nobody_knows_is_passed_on_as_it_is(sim, client):
    sim.workspace.change_user(sim.people["ana"].user, tz="Mars/Base")
    user = (await client.users_info(user=sim.people["ana"].id))["user"]

    assert (user["tz"], user["tz_offset"]) == ("Mars/Base", 0)
