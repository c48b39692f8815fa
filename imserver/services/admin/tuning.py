"""How the node was tuned, as `imctl tune` or the playbook wrote it down when they last changed something. A knob's
`desired` and `live` are null where there is none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from imserver.services.admin.schema import TunedView, TuningView

MAX_BYTES: Final = 1 << 20


def read(path: Path) -> TuningView:
    try:
        with path.open("rb") as file:
            record = TunedView.model_validate_json(file.read(MAX_BYTES), strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return TuningView(status="untuned", record=None)
    except (OSError, ValidationError):
        return TuningView(status="unreadable", record=None)
    return TuningView(status="tuned", record=record)
