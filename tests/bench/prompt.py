"""The same AsyncApp with `process_before_response=True`, which does not wait 10 ms to look for the ack."""

import sys

from tests.bench.bare import main

if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], process_before_response=True)
