"""Says into the journal which certificates of this machine end soon: `im-certificate.timer` runs it each day.

`python -m control.expiry` ends with 1 where one is about to end within a week, has ended or isn't valid yet, so
that systemd has the unit among those that failed. Units of other releases call it by this name: `imctl deploy`
exchanges releases and leaves the unit.
"""

from __future__ import annotations

import sys
from typing import Final

from control.tuning.certificate import examine
from control.tuning.finding import Level
from control.tuning.machine import Machine

PRIORITIES: Final = {Level.OK: 6, Level.WARN: 4, Level.BAD: 3}
"""Those of syslog, as the journal reads them at the beginning of a line."""


def main() -> int:
    found = list(examine(Machine()))
    for finding in found:
        advice = f". {finding.advice}" if finding.advice else ""
        print(f"<{PRIORITIES[finding.level]}>{finding.name}: {finding.saw}{advice}")
    return int(any(finding.level is Level.BAD for finding in found))


if __name__ == "__main__":
    sys.exit(main())
