"""What the slash commands are called here, and that settings go together."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CommandName = Annotated[str, StringConstraints(pattern=r"^/[a-z0-9_-]{1,31}$")]


class CommandNames(BaseSettings):
    """What the slash commands are called here."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    commit_command: CommandName = Field(
        default="/commit",
        alias="POLARIS_COMMIT_COMMAND",
        description="Name of the commitment command, should another app own /commit.",
    )
    win_command: CommandName = Field(
        default="/win", alias="POLARIS_WIN_COMMAND", description="Name of the win command."
    )
    escalate_command: CommandName = Field(
        default="/escalate",
        alias="POLARIS_ESCALATE_COMMAND",
        description="Name of the command for what two teams cannot settle.",
    )
    nsm_command: CommandName = Field(
        default="/nsm", alias="POLARIS_NSM_COMMAND", description="Name of the umbrella command."
    )

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if clashes := [*self.clashes()]:
            raise ValueError("\n".join(clashes))
        return self

    def clashes(self) -> Iterator[str]:
        """What does not go together, a line for each; it begins with the name of the variable to mend."""
        taken: set[str] = set()
        for feature, name in reversed(self.commands.items()):  # the umbrella was there first
            if name in taken:
                variable = f"POLARIS_{feature.upper()}_COMMAND"
                yield f"{variable} is {name}, as another command is called: each needs its own."
            taken.add(name)

    @property
    def commands(self) -> dict[str, str]:
        """Feature -> the name its slash command has here."""
        return {
            "commit": self.commit_command,
            "win": self.win_command,
            "escalate": self.escalate_command,
            "nsm": self.nsm_command,
        }
