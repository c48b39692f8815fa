"""What a run shows: as Ansible does, but a task that takes long is named while it runs, and a wait says for what."""

from __future__ import annotations

import threading

from ansible.plugins.callback.default import CallbackModule as Default

DOCUMENTATION = r"""
name: im_console
type: stdout
short_description: Ansible's own output, which names what is being done
description:
  - Where skipped hosts are hidden, Ansible names a task with its first result. Here it is named once it takes longer
    than a moment.
  - A task that waits for something (C(waiting_for) in its result) says for what, at each attempt.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
"""

MOMENT_S = 1.0
"""Skipped tasks take less, and stay hidden."""


class CallbackModule(Default):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "im_console"

    def __init__(self):
        super().__init__()
        self._naming = threading.RLock()
        self._timer = None

    def _task_start(self, task, prefix=None):
        self._cancel()
        super()._task_start(task, prefix)
        self._timer = threading.Timer(MOMENT_S, self._name, [task])
        self._timer.daemon = True
        self._timer.start()

    def _cancel(self):
        with self._naming:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _name(self, task):
        with self._naming:
            if self._last_task_banner != task._uuid and threading.current_thread() is self._timer:
                self._print_task_banner(task)

    def _print_task_banner(self, task):
        with self._naming:
            if self._last_task_banner != task._uuid:
                super()._print_task_banner(task)

    def v2_runner_retry(self, result):
        found = result.result.get("waiting_for")
        if not found:
            super().v2_runner_retry(result)
            return
        left = result.result["retries"] - result.result["attempts"]
        self._print_task_banner(result.task)
        self._display.display(f"waiting: [{result.host.get_name()}] for {found} ({left} attempts left)")

    def v2_playbook_on_stats(self, stats):
        self._cancel()
        super().v2_playbook_on_stats(stats)
