"""For how long words are kept, as the operator has it."""

from bot.settings import Settings
from rituals.retention import Terms


def kept_for(settings: Settings) -> Terms:
    return Terms(
        messages=settings.keep_messages_days,
        questions=settings.keep_questions_days,
        drafts=settings.keep_drafts_days,
        audit=settings.keep_audit_days,
    )
