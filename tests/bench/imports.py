"""What `polaris run` imports, and no more: says so when it is done, and waits until its input ends."""

import sys

import uvloop

# What the command imports before it starts anything, in its order.
import bot.__main__
from bot import logs, running
from bot.watchdog import Silence

IMPORTED = (bot.__main__, logs, running, Silence, uvloop)

if __name__ == "__main__":
    sys.stdout.write("imported\n")
    sys.stdout.flush()
    sys.stdin.read()
