"""One thing that is asked for, at one of the listeners, and the action of the table that it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rituals.authorisation import Action, Role
from tests.authorisation.asking import Body, pressed, submitted
from tests.authorisation.people import Actor

# What belongs to Owen, and what Asta was asked.
OWENS, ASTAS = {"owen": Role.OWNER}, {"asta": Role.ASKED}


@dataclass(frozen=True, slots=True)
class Case:
    """`where` names the listener: "press team.edit"; `actions` are those of which one is enough.

    What it is about belongs to Engine, unless `of` says that it belongs to no team ("none"), or to a team of
    whoever asks ("own"). `held` are further roles people hold towards it, by name. Who may not is refused, or
    else not shown what `shows` says.
    """

    where: str
    actions: tuple[Action, ...]
    body: Body
    held: Mapping[str, Role] = field(default_factory=dict)
    of: str = "engine"
    shows: str = ""
    books: str = "filled"
    variant: str = ""
    changes: bool = False  # an event by whoever may is written down

    def roles(self, actor: Actor) -> frozenset[Role]:
        roles = set[Role](actor.always)
        if self.of == "none":
            roles = set[Role](Role.A_LEAD if each is Role.LEAD else each for each in roles) - {Role.TEAM}
        elif self.of == "own":
            roles = set[Role](Role.LEAD if each is Role.A_LEAD else each for each in roles)
        if actor.name in self.held:
            roles.add(self.held[actor.name])
        return frozenset(roles)

    def may(self, actor: Actor) -> bool:
        return any(actor.may(action, self.roles(actor)) for action in self.actions)

    def __str__(self) -> str:
        return f"{self.where} {self.variant}".strip()


def a_press(action_id: str, *actions: Action, value: object = None, **more: object) -> Case:
    """One about Engine."""
    return Case(f"press {action_id}", actions, pressed(action_id, value, **more))


def owens_press(action_id: str, *actions: Action, value: object, **more: object) -> Case:
    """One about what is Owen's."""
    return Case(f"press {action_id}", actions, pressed(action_id, value, **more), OWENS, "none")


def astas_press(action_id: str, action: Action, value: object) -> Case:
    """One that Asta was asked."""
    return Case(f"press {action_id}", (action,), pressed(action_id, value), ASTAS, "none")


def a_form(name: str, /, *actions: Action, about: object = None, **state: object) -> Case:
    """One about Engine."""
    return Case(f"form {name}", actions, submitted(name, about, **state))


def owens_form(name: str, /, *actions: Action, about: object = None, **state: object) -> Case:
    """One about what is Owen's."""
    return Case(f"form {name}", actions, submitted(name, about, **state), OWENS, "none")


def form_in_own_team(name: str, /, *actions: Action, about: object = None, **state: object) -> Case:
    """One about any team of whoever sends it, or about what is Owen's."""
    return Case(f"form {name}", actions, submitted(name, about, **state), OWENS, "own")
