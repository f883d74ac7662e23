"""What buttons and forms remember that ask for words about one number: the metric and the period."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from bot.features.draft.views import form_name
from rituals.sentence import LONGEST


@dataclass(frozen=True, slots=True)
class About:
    metric: str
    period: date

    @property
    def about(self) -> str:
        return f"{self.metric} {self.period.isoformat()}"

    def draft(self, form: str) -> str:
        """The name its draft is kept under, of a form by its callback id."""
        return form_name(form, self.about)


@dataclass(frozen=True, slots=True)
class Memory:
    """A form's `private_metadata`; `about` tells one number's draft from another's."""

    number: About
    about: str


class Words(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
