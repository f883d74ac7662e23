"""The cascade, by hand: a lead chooses a lever, everybody sees it, and the announcement is answered."""

from playwright.async_api import expect

from tests.journeys.browser.hands import go, press, say, submit


async def test_a_lead_goes_from_what_they_answer_for_to_an_input_that_everybody_sees(lived):
    async with lived() as (_, open_page):
        bo, ana = await open_page("bo"), await open_page("ana")
        await say(bo, "/nsm levers")
        talk = bo.get_by_role("dialog", name="Your team's levers")
        await talk.get_by_label("Which outcome do you already answer for?").fill("The engine stays fast")
        await talk.get_by_label("What levers does your team pull?").fill("Frame time\nBuild time")
        await submit(talk)
        await submit(bo.get_by_role("dialog", name="Choose a lever"))
        link = bo.get_by_role("dialog", name="How does it move it?")
        await expect(link.get_by_label("Metric", exact=True)).to_have_value("Frame time")
        await link.get_by_label("How it is counted").fill("Median of the nightly benchmark")
        await link.get_by_label("What kind of lever is it?").press_sequentially("Enab")
        await bo.keyboard.press("Enter")
        await link.get_by_label("Why should it move that?").fill("Fast games are shown to friends & shared")
        await submit(link)
        await expect(bo.get_by_role("dialog", name="Agreed")).to_contain_text("Not inputs yet: Build time")
        await press(bo, "Done")
        await say(ana, "/nsm tree")

        tree = ana.locator(".message").last
        await expect(tree).to_contain_text("Answers for: The engine stays fast")
        await expect(tree).to_contain_text("Frame time · enabling · after about 2 weeks")
        await expect(tree).to_contain_text("Fast games are shown to friends & shared")


async def test_an_announcement_is_asked_and_answered_in_its_thread(lived):
    async with lived() as (_, open_page):
        ana, bo = await open_page("ana"), await open_page("bo")
        await say(ana, "/nsm launch")
        await submit(ana.get_by_role("dialog", name="Announce it"))
        await press(ana, "Done")
        await press(bo, "Ask a question")
        question = bo.get_by_role("dialog", name="Ask a question")
        await question.get_by_role("textbox").fill("Whose number is it, if it falls?")
        await submit(question)
        await press(bo, "Done")
        await say(ana, "/nsm questions")
        await expect(ana.locator(".message").last).to_contain_text("1 open")
        await press(ana, "Answer: Whose number is it, if it falls?")
        answer = ana.get_by_role("dialog", name="Answer a question")
        await answer.get_by_role("textbox").fill("Everybody's. We would ask what changed.")
        await submit(answer)
        await press(ana, "Done")
        await go(bo, "Polaris")

        await expect(bo.locator(".message").last).to_contain_text("Everybody's. We would ask what changed.")
