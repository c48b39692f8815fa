"""Tells `imctl` what a playbook does: one JSON document a line, into the file that IMCTL_EVENTS names."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: imctl_events
type: aggregate
short_description: Events of a run for imctl
description:
  - Writes tasks, failures, and the results of im_tuning and of tasks tagged imctl, as lines of JSON.
  - Does nothing unless IMCTL_EVENTS is set.
options: {}
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "imctl_events"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = os.environ.get("IMCTL_EVENTS")
        self.disabled = not name
        if name:
            self._file = open(name, "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - for the whole run

    def _tell(self, kind, **event):
        self._file.write(json.dumps({"event": kind, **event}, default=str) + "\n")

    def v2_runner_on_start(self, host, task):
        self._tell("begun", host=host.get_name(), name=task.get_name())

    def v2_runner_on_ok(self, result):
        if result.task_name and (result.task.action.endswith("im_tuning") or "imctl" in result.task.tags):
            self._tell("result", host=result.host.get_name(), result=result.result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors:
            message = result.result.get("msg") or result.result.get("stderr") or "failed"
            self._tell("failed", host=result.host.get_name(), task=result.task_name, message=message)

    def v2_runner_on_unreachable(self, result):
        self._tell("unreachable", host=result.host.get_name(), message=result.result.get("msg", ""))

    def v2_playbook_on_no_hosts_matched(self):
        self._tell("no_hosts")

    def v2_playbook_on_stats(self, stats):
        hosts = {host: stats.summarize(host) for host in stats.processed}
        self._tell("stats", hosts=hosts)
