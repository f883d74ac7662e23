"""A file of readings: chosen in the page, looked at, and loaded without its wrong row."""

from playwright.async_api import expect

from tests.journeys.browser.hands import press, say, submit

STAR = "Weekly active contributors"
ROWS = f"metric,period_start,value\n{STAR},2025-08-04,40\n{STAR},soon,1\n"


async def test_a_lead_loads_the_good_rows_of_a_file(lived):
    async with lived() as (office, open_page):
        ana = await open_page("ana")
        await say(ana, "/nsm load")
        window = ana.get_by_role("dialog", name="Load readings")
        await expect(window).to_contain_text("You see what would change before anything does")
        await submit(window)
        await expect(window).to_contain_text("Please complete this required field.")
        await window.get_by_label("CSV file").set_input_files(
            {"name": "Zahlen August.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
        )
        await expect(window).to_contain_text("Zahlen August.csv, ")
        await submit(window)
        await expect(window).to_contain_text("1 reading corrected.")
        await expect(window).to_contain_text("line 3: 'soon' is not a date such as 2026-08-10")
        await submit(window)
        await expect(window).to_contain_text("Nothing is loaded while rows are wrong")
        await window.get_by_role("checkbox").check()
        await submit(window)
        await expect(window).to_contain_text("Zahlen August.csv is loaded: 1 reading corrected.")
        await press(ana, "Done")

        async with office.ledger() as ledger, ledger.open() as books:
            newest = (await books.readings.of_metric("active_contributors"))[-1]
        assert (newest.value, newest.recorded_by) == (40, office["ana"].id)
