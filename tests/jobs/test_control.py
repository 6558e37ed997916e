"""A control reports, pauses and stops a job at its checkpoints."""

import threading

import pytest

from ltrec_gui.jobs.control import Cancelled, JobControl, Progress


def test_the_last_report_of_a_stage_is_never_throttled():
    reports = []
    control = JobControl(reports.append)
    for done in range(1001):
        control.checkpoint(Progress("embedding", done, 1000))
    assert reports[0].done == 0
    assert reports[-1] == Progress("embedding", 1000, 1000)
    assert len(reports) < 1001


def test_a_control_without_a_listener_still_stops():
    control = JobControl()
    control.checkpoint(Progress("reading", 0))
    control.cancel()
    with pytest.raises(Cancelled):
        control.checkpoint(Progress("reading", 1))


def test_a_cancelled_job_reports_nothing_more():
    reports = []
    control = JobControl(reports.append)
    control.cancel()
    with pytest.raises(Cancelled):
        control.checkpoint(Progress("reading", 5, 5))
    assert reports == []


def test_a_paused_job_waits_until_it_is_resumed():
    control = JobControl()
    control.pause()
    passed = threading.Event()

    def work():
        control.checkpoint(Progress("reading", 0))
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert control.is_paused
    assert not passed.wait(0.05)
    control.resume()
    thread.join(10)
    assert passed.is_set()
    assert not control.is_paused


def test_cancelling_wakes_a_paused_job():
    control = JobControl()
    control.pause()
    outcome = []

    def work():
        try:
            control.checkpoint(Progress("reading", 0))
        except Cancelled:
            outcome.append("cancelled")

    thread = threading.Thread(target=work)
    thread.start()
    control.cancel()
    thread.join(10)
    assert outcome == ["cancelled"]
    assert control.is_cancelled
