"""For how long an operator has things kept."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TermSettings(BaseSettings):
    """What each is good for is told in docs/privacy.md."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    keep_messages_days: int = Field(
        default=365,
        ge=100,
        alias="POLARIS_KEEP_MESSAGES_DAYS",
        description="Days for which the words of messages are kept.",
    )
    keep_questions_days: int = Field(
        default=180,
        ge=30,
        alias="POLARIS_KEEP_QUESTIONS_DAYS",
        description="Days for which the words of questions to people are kept, once they are over.",
    )
    keep_drafts_days: int = Field(
        default=30,
        ge=1,
        alias="POLARIS_KEEP_DRAFTS_DAYS",
        description="Days for which what was typed and never sent is kept.",
    )
    keep_audit_days: int = Field(
        default=1095,
        ge=30,
        alias="POLARIS_KEEP_AUDIT_DAYS",
        description="Days for which the trail of changes is kept.",
    )
    keep_uninstalled_days: int = Field(
        default=14,
        ge=0,
        le=14,
        alias="POLARIS_KEEP_UNINSTALLED_DAYS",
        description="Days after which everything of a workspace that uninstalled Polaris is erased.",
    )
