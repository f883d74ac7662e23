"""What is said when something went wrong that is nobody's rule."""


def too_late() -> str:
    return "Slack gives me three seconds to open a window, and I was too slow. Please try once more."


def not_opened() -> str:
    return "Slack did not answer when it was to open the form. Please try once more."


def moved_on() -> str:
    return (
        "That window was closed or changed before I could answer in it. Open it again to see how it stands."
    )


def forged() -> str:
    return "That button carries something I never put there, so I have changed nothing."


def our_fault(reference: str) -> str:
    return f"Something went wrong on our side, sorry. Nothing you typed is lost. Reference: `{reference}`"
