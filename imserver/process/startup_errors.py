"""Why a process doesn't start, in words for whoever started it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from imserver.process.remote import AbsentError
from imserver.redis.endpoint import RedisUnusableError
from imserver.redis.url import RedisUrlError
from imserver.rpc.address import AddressError
from imserver.rpc.client import RefusedError
from imserver.system.data_lock import InUseError


def fail(message: str, code: int = 1, hint: str = "") -> NoReturn:
    """Ends the process."""
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(f"hint: {hint}", file=sys.stderr)
    raise SystemExit(code)


@contextmanager
def explained() -> Iterator[None]:
    """Refusals of the parts, as messages; what nobody foresaw passes."""
    try:
        yield
    except InUseError as error:
        fail(str(error), hint="Stop it, or give another --data-dir. Only one process may keep the messages.")
    except AbsentError as error:
        fail(str(error), hint="Start the process with the messages service first, or set IM_LINK to where it listens.")
    except RefusedError as error:
        fail(str(error), hint="Give every process a name of its own (IM_NAME), and the same release.")
    except AddressError as error:
        fail(str(error), hint="Certificates come from one authority: docs/cluster.md.")
    except RedisUrlError as error:
        fail(f"IM_REDIS_URL: {error}")
    except RedisUnusableError as error:
        fail(str(error), hint=error.hint)
