"""Buttons about the product, the organisation and its numbers."""

from bot.blocks.values import pack
from bot.features.counter_signal import views as counter_signal
from bot.features.dashboard import board_views
from bot.features.dashboard import views as dashboard
from bot.features.delivery import list_views as undelivered
from bot.features.delivery import views as delivery
from bot.features.digest import table
from bot.features.digest import views as digest
from bot.features.launch import views as launch
from bot.features.metric import views as metric
from bot.features.monday import views as monday
from bot.features.output import views as output
from bot.features.pauses import views as pauses
from bot.features.setup import views as setup
from bot.features.source import modal as sourcing
from bot.features.source import views as source
from bot.features.story import views as story
from rituals.authorisation import Action as A
from rituals.authorisation import Role
from rituals.digest_desk import Move
from rituals.undelivered import Decision
from storage.records.dashboard import ViewerKind
from tests.authorisation.asking import chosen, pressed, window
from tests.authorisation.cases import Case
from tests.authorisation.people import DANA, NORA
from tests.authorisation.world import DIGEST_DAY, SHEET, WEEK
from tests.making import MONDAY

OWEN, ASTA = {"owen": Role.OWNER}, {"asta": Role.ASKED}
GUS = {"gus": Role.OWNER}


def _press(action_id: str, *actions: A, value: object = None, **more: object) -> Case:
    """One about Engine."""
    return Case(f"press {action_id}", actions, pressed(action_id, value, **more))


def _own(action_id: str, *actions: A, value: object, variant: str = "", **more: object) -> Case:
    """One about what is Owen's."""
    return Case(
        f"press {action_id}", actions, pressed(action_id, value, **more), OWEN, "none", variant=variant
    )


def _asked(action_id: str, action: A, value: object) -> Case:
    """One that Asta was asked."""
    return Case(f"press {action_id}", (action,), pressed(action_id, value), ASTA, "none")


def _product() -> list[Case]:
    day, next_week = digest.Day(DIGEST_DAY), pauses.From(MONDAY + WEEK)
    placing = table.Placing("win-owen", Move.FIRST)
    arranging = window(table.APPROVE, table.About(DIGEST_DAY, "about"))
    tv, door = dashboard.Door(ViewerKind.TV), dashboard.Door(ViewerKind.PUBLIC)
    made = {DANA.name: Role.OWNER}
    boards = [
        Case(
            f"press {board_views.DO}",
            (action,),
            chosen(board_views.DO, board_views.Doing(act, "board-1"), view=window("dashboard")),
            made,
            "none",
            variant=act.value,
        )
        for act, action in (
            (board_views.Act.CHANGE, A.CHANGE_BOARD),
            (board_views.Act.RETIRE, A.CHANGE_BOARD),
            (board_views.Act.MOVE_UP, A.PUBLISH_BOARD),
        )
    ]
    return [
        *boards,
        _press(board_views.ADD, A.MAKE_BOARD, view=window("dashboard")),
        _press(dashboard.OPEN, A.READ),
        _press(dashboard.OPEN_PUBLIC, A.READ),
        _press(dashboard.OPEN_TV, A.READ),
        _press(dashboard.SWITCH_ON, A.SWITCH_DASHBOARD),
        _press(dashboard.SWITCH_OFF, A.SWITCH_DASHBOARD),
        _press(dashboard.MAKE_LINK, A.SWITCH_DASHBOARD, value=door),
        _press(dashboard.REVOKE_LINK, A.SWITCH_DASHBOARD, value=tv),
        _press(digest.OPEN, A.READ_DIGEST, value=day),
        _press(digest.HOURS, A.ARRANGE_DIGEST),
        _press(table.MOVE, A.ARRANGE_DIGEST, selected_option={"value": pack(placing)}, view=arranging),
        _press(table.BACK, A.ARRANGE_DIGEST, value=placing, view=arranging),
        _press(table.PREVIEW, A.READ_DIGEST, value=day),
        _press(counter_signal.PUT, A.ANSWER_COUNTER_SIGNAL, value=counter_signal.About("counter")),
        _press(counter_signal.LEAVE, A.ANSWER_COUNTER_SIGNAL, value=counter_signal.About("counter")),
        _press(monday.POST_IT, A.POST_PREVIEW, value=monday.Day(MONDAY)),
        _press(monday.ONLY_ME, A.POST_PREVIEW, value=monday.Day(MONDAY)),
        _press(output.ADD, A.FILE_OUTPUT),
        _press(output.REMOVE, A.FILE_OUTPUT, value=output.About("churn")),
        _press(setup.AS_OUTPUT, A.FILE_OUTPUT, view=window(setup.CHANGE)),
        _press(pauses.OPEN, A.SHUT_DOWN),
        _press(pauses.CALL_OFF, A.SHUT_DOWN, value=next_week, view=window(pauses.SHUT_DOWN)),
        _press(story.TRY, A.TELL_STORY),
        _press(story.EDIT, A.TELL_STORY, selected_option={"value": "plain"}),
        _asked(story.SAY, A.SAY_BACK, story.Test("told")),
        _own(story.READY, A.JUDGE_STORY, value=story.Test("heard")),
        # Who revises the story tells it, too.
        Case(
            f"press {story.REVISE}",
            (A.JUDGE_STORY,),
            pressed(story.REVISE, story.Test("heard-lead")),
            {"lead": Role.OWNER},
        ),
        _press(launch.ASK, A.READ, value=launch.About("launch")),
        _asked(launch.ANSWER, A.ANSWER_AT_LAUNCH, launch.About("asked")),
        Case(
            f"press {launch.GIVE}",
            (A.ANSWER_AT_LAUNCH,),
            pressed(launch.GIVE, selected_user=NORA.user, block_id='{"about":"asked"}'),
            ASTA,
            "none",
        ),
        _press(delivery.RETRY, A.SEND_AGAIN, value=delivery.Addressees(("CALL",))),
        _press(delivery.ALLOW, A.ALLOW_CHANNEL, value=delivery.Addressees(("CSHARED",))),
        *(
            _press(action_id, A.KEEP_DELIVERIES, value=undelivered.Decided(key, decided))
            for action_id, key, decided in (
                (undelivered.SEND_AGAIN, "lost", Decision.RETRY),
                (undelivered.SETTLE, "unsure", Decision.SETTLE),
                (undelivered.DROP, "lost", Decision.DROP),
            )
        ),
        _press(undelivered.OLDER, A.KEEP_DELIVERIES, value=undelivered.Page(0)),
        _press(undelivered.NEWER, A.KEEP_DELIVERIES, value=undelivered.Page(0)),
        _press("audit.older", A.READ_AUDIT, value='{"page":0}'),
        _press("audit.newer", A.READ_AUDIT, value='{"page":0}'),
    ]


def _numbers() -> list[Case]:
    sheet, asked = (
        source.Named("sheet"),
        sourcing.Asked(SHEET.model_dump_json(exclude_defaults=True), anew=False),
    )
    return [
        Case("press load.open", (A.FEED,), pressed("load.open"), OWEN, "own"),
        Case(f"press {source.ADD}", (A.FEED,), pressed(source.ADD), OWEN, "own"),
        *(_own(each, A.FEED, value=sheet) for each in (source.CHANGE, source.PULL, source.PAUSE)),
        *(_own(each, A.FEED, value=sheet) for each in (source.RESUME, source.REMOVE)),
        Case(
            f"press {source.PULL}",
            (A.PULL_OPERATORS, A.FEED),
            pressed(source.PULL, source.Named("warehouse")),
            OWEN,
            "none",
            variant="of the operator's",
        ),
        Case(
            f"press {sourcing.AGAIN}",
            (A.FEED,),
            pressed(sourcing.AGAIN, view=window(sourcing.KEEP, asked)),
            OWEN,
            "own",
        ),
        _press("metric.import", A.IMPORT_KPIS),
        _press(metric.OPEN, A.READ, value=metric.About("merged")),
        _press(metric.CHART, A.READ, value=metric.About("merged")),
        _press(metric.CONNECT, A.PROPOSE_INPUT, value=metric.About("spare")),
        _press(metric.LIST, A.READ),
        _press(metric.NEXT, A.READ, value=metric.Page(0)),
        _press(metric.BACK, A.READ, value=metric.Page(0)),
        *(
            case
            for action_id in ("metric.change", "metric.describe")
            for case in (
                Case(
                    f"press {action_id}",
                    (A.CHANGE_INPUT_WORDS,),
                    pressed(action_id, metric.About("merged")),
                    OWEN,
                    variant="input",
                ),
                _own(action_id, A.CHANGE_WORDS, value=metric.About("churn")),
            )
        ),
    ]


OF_THE_PRODUCT = [*_product(), *_numbers()]
