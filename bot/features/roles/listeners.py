"""/nsm roles: see who is what; the product lead hands over the lead, and names sponsor and operator."""

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import forms
from bot.asker import asker
from bot.blocks import limits
from bot.door import Door
from bot.features.roles import views
from rituals.roles import Roles


class WhoIsWhat:
    def __init__(self, roles: Roles, door: Door) -> None:
        self._roles, self._door = roles, door

    def listen(self) -> None:
        self._door.view(views.NAME, self.name)

    async def open(self, args: AsyncArgs, _rest: str = "") -> None:
        view = limits.view(views.window(await self._roles.cast(asker(args))))
        await args.ack()
        self._door.after(args, args.client.views_open(trigger_id=args.body["trigger_id"], view=view))

    async def name(self, args: AsyncArgs) -> None:
        form = forms.read(views.RolesForm, args.payload)
        cast = await self._roles.name(asker(args), form.product_lead, form.sponsor, form.operator)
        await args.ack(response_action="update", view=limits.view(views.saved(cast)))
