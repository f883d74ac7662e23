"""What was worked out of readings in this process, kept until something it was worked out of changes."""

from collections import OrderedDict
from typing import Generic, TypeVar

Found = TypeVar("Found")

# A few kilobytes each.
_MOST = 4_096


class Remembered(Generic[Found]):
    """The newest result of each metric of each workspace, beside the basis it rests on; old ones go first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], tuple[object, Found]] = OrderedDict()

    def of(self, workspace: str, metric: str, basis: object) -> Found | None:
        """What was found on the same basis; None when that is not known, or was something else."""
        known = self._kept.get((workspace, metric))
        if known is None or known[0] != basis:
            return None
        self._kept.move_to_end((workspace, metric))
        return known[1]

    def keep(self, workspace: str, metric: str, basis: object, found: Found) -> Found:
        self._kept[workspace, metric] = (basis, found)
        self._kept.move_to_end((workspace, metric))
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found
