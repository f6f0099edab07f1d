"""``python -m benchmarks.speed.reports [QUESTIONS] [FINDINGS]``: what it takes to tell a large report in each format.

10,000 questions and 5,000 findings if not told otherwise. Each format is told in a process of its own, so that peak
memory is its own too; of the page also how soon Chromium shows it, can be used, and how smoothly it scrolls.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed.large_report import large_report
from cx_audit.report import Format, render

_QUESTIONS, _FINDINGS = 10_000, 5_000
_STEPS = 100

__all__ = ["SCROLL", "TIMES"]

# When a page was first shown and could be used, in ms.
TIMES = """() => ({
  shown: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  usable: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
})"""

# Half a screen a frame, and every tenth a leap to where nothing has been laid out yet: ms of each, in order.
SCROLL = """async (steps) => {
  const frames = [];
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    scrollBy({ top: step % 10 === 9 ? document.documentElement.scrollHeight / 15 : 400, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    frames.push(performance.now() - start);
  }
  return frames.sort((a, b) => a - b);
}"""


def _tell_one(format: Format, questions: int, findings: int, path: Path) -> None:
    """Tell one format, write it to ``path``, and print seconds, processor seconds and megabytes."""
    report = large_report(questions, findings)
    start, busy = time.perf_counter(), time.process_time()
    told = render(report, format, top=0, show_skips=True)
    data = told if isinstance(told, bytes) else told.encode()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    path.write_bytes(data)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {format:13} {seconds:5.1f} s {busy:5.1f} s busy {peak:5.0f} MB peak {len(data) / 1e6:6.1f} MB written")


def _open_page(path: Path) -> None:
    """Print how the page does in Chromium, if there is one."""
    program = os.environ.get("CX_AUDIT_BROWSER") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if not program:
        print("  no Playwright or no Chromium here: the page was not opened")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(path.as_uri())
        times, frames = page.evaluate(TIMES), page.evaluate(SCROLL, _STEPS)
        browser.close()
    print(f"  in Chromium: shown after {times['shown'] / 1000:.2f} s, usable after {times['usable'] / 1000:.2f} s,")
    print(f"  scrolls at {frames[_STEPS // 2]:.0f} ms a frame, {frames[_STEPS * 95 // 100]:.0f} ms for the slowest 5 %")


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == ["--one"]:
        _tell_one(Format(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
        return
    given = [int(text) for text in sys.argv[1:3]]
    questions, findings = [*given, *(_QUESTIONS, _FINDINGS)[len(given) :]]
    print(f"{questions:,} questions, {findings:,} findings, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        for format in Format:
            path = Path(folder) / f"report.{format}"
            command = [sys.executable, "-m", "benchmarks.speed.reports", "--one", format, str(questions), str(findings)]
            subprocess.run([*command, str(path)], check=True)
        _open_page(Path(folder) / f"report.{Format.HTML}")


if __name__ == "__main__":
    main()
