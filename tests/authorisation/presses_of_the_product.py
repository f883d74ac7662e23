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
from tests.authorisation.cases import ASTAS, OWENS, Case, a_press, astas_press, owens_press
from tests.authorisation.people import DANA, NORA
from tests.authorisation.world import DIGEST_DAY, SHEET, WEEK
from tests.making import MONDAY


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
        a_press(board_views.ADD, A.MAKE_BOARD, view=window("dashboard")),
        a_press(dashboard.OPEN, A.READ),
        a_press(dashboard.OPEN_PUBLIC, A.READ),
        a_press(dashboard.OPEN_TV, A.READ),
        a_press(dashboard.SWITCH_ON, A.SWITCH_DASHBOARD),
        a_press(dashboard.SWITCH_OFF, A.SWITCH_DASHBOARD),
        a_press(dashboard.MAKE_LINK, A.SWITCH_DASHBOARD, value=door),
        a_press(dashboard.REVOKE_LINK, A.SWITCH_DASHBOARD, value=tv),
        a_press(digest.OPEN, A.READ_DIGEST, value=day),
        a_press(digest.HOURS, A.ARRANGE_DIGEST),
        a_press(table.MOVE, A.ARRANGE_DIGEST, selected_option={"value": pack(placing)}, view=arranging),
        a_press(table.BACK, A.ARRANGE_DIGEST, value=placing, view=arranging),
        a_press(table.PREVIEW, A.READ_DIGEST, value=day),
        a_press(counter_signal.PUT, A.ANSWER_COUNTER_SIGNAL, value=counter_signal.About("counter")),
        a_press(counter_signal.LEAVE, A.ANSWER_COUNTER_SIGNAL, value=counter_signal.About("counter")),
        a_press(monday.POST_IT, A.POST_PREVIEW, value=monday.Day(MONDAY)),
        a_press(monday.ONLY_ME, A.POST_PREVIEW, value=monday.Day(MONDAY)),
        a_press(output.ADD, A.FILE_OUTPUT),
        a_press(output.REMOVE, A.FILE_OUTPUT, value=output.About("churn")),
        a_press(setup.AS_OUTPUT, A.FILE_OUTPUT, view=window(setup.CHANGE)),
        a_press(pauses.OPEN, A.SHUT_DOWN),
        a_press(pauses.CALL_OFF, A.SHUT_DOWN, value=next_week, view=window(pauses.SHUT_DOWN)),
        a_press(story.TRY, A.TELL_STORY),
        a_press(story.EDIT, A.TELL_STORY, selected_option={"value": "plain"}),
        astas_press(story.SAY, A.SAY_BACK, story.Test("told")),
        owens_press(story.READY, A.JUDGE_STORY, value=story.Test("heard")),
        # Who revises the story tells it, too.
        Case(
            f"press {story.REVISE}",
            (A.JUDGE_STORY,),
            pressed(story.REVISE, story.Test("heard-lead")),
            {"lead": Role.OWNER},
        ),
        a_press(launch.ASK, A.READ, value=launch.About("launch")),
        astas_press(launch.ANSWER, A.ANSWER_AT_LAUNCH, launch.About("asked")),
        Case(
            f"press {launch.GIVE}",
            (A.ANSWER_AT_LAUNCH,),
            pressed(launch.GIVE, selected_user=NORA.user, block_id='{"about":"asked"}'),
            ASTAS,
            "none",
        ),
        a_press(delivery.RETRY, A.SEND_AGAIN, value=delivery.Addressees(("CALL",))),
        a_press(delivery.ALLOW, A.ALLOW_CHANNEL, value=delivery.Addressees(("CSHARED",))),
        *(
            a_press(action_id, A.KEEP_DELIVERIES, value=undelivered.Decided(key, decided))
            for action_id, key, decided in (
                (undelivered.SEND_AGAIN, "lost", Decision.RETRY),
                (undelivered.SETTLE, "unsure", Decision.SETTLE),
                (undelivered.DROP, "lost", Decision.DROP),
            )
        ),
        a_press(undelivered.OLDER, A.KEEP_DELIVERIES, value=undelivered.Page(0)),
        a_press(undelivered.NEWER, A.KEEP_DELIVERIES, value=undelivered.Page(0)),
        a_press("audit.older", A.READ_AUDIT, value='{"page":0}'),
        a_press("audit.newer", A.READ_AUDIT, value='{"page":0}'),
    ]


def _numbers() -> list[Case]:
    sheet, asked = (
        source.Named("sheet"),
        sourcing.Asked(SHEET.model_dump_json(exclude_defaults=True), anew=False),
    )
    return [
        Case("press load.open", (A.FEED,), pressed("load.open"), OWENS, "own"),
        Case(f"press {source.ADD}", (A.FEED,), pressed(source.ADD), OWENS, "own"),
        *(owens_press(each, A.FEED, value=sheet) for each in (source.CHANGE, source.PULL, source.PAUSE)),
        *(owens_press(each, A.FEED, value=sheet) for each in (source.RESUME, source.REMOVE)),
        Case(
            f"press {source.PULL}",
            (A.PULL_OPERATORS, A.FEED),
            pressed(source.PULL, source.Named("warehouse")),
            OWENS,
            "none",
            variant="of the operator's",
        ),
        Case(
            f"press {sourcing.AGAIN}",
            (A.FEED,),
            pressed(sourcing.AGAIN, view=window(sourcing.KEEP, asked)),
            OWENS,
            "own",
        ),
        a_press("metric.import", A.IMPORT_KPIS),
        a_press(metric.OPEN, A.READ, value=metric.About("merged")),
        a_press(metric.CHART, A.READ, value=metric.About("merged")),
        a_press(metric.CONNECT, A.PROPOSE_INPUT, value=metric.About("spare")),
        a_press(metric.LIST, A.READ),
        a_press(metric.NEXT, A.READ, value=metric.Page(0)),
        a_press(metric.BACK, A.READ, value=metric.Page(0)),
        *(
            case
            for action_id in ("metric.change", "metric.describe")
            for case in (
                Case(
                    f"press {action_id}",
                    (A.CHANGE_INPUT_WORDS,),
                    pressed(action_id, metric.About("merged")),
                    OWENS,
                    variant="input",
                ),
                owens_press(action_id, A.CHANGE_WORDS, value=metric.About("churn")),
            )
        ),
    ]


OF_THE_PRODUCT = [*_product(), *_numbers()]
