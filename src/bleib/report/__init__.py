"""The retention report: composed once, printed as terminal text, JSON, one HTML page or PDF."""

from bleib.report.compose import Report, compose
from bleib.report.data import to_json
from bleib.report.page import write_html
from bleib.report.pdf import write_pdf
from bleib.report.plan import Plan
from bleib.report.stored import restore_plan, restore_report, store_plan, store_report
from bleib.report.terminal import print_terminal
from bleib.report.whole import write_whole

__all__ = [
    "Plan", "Report", "compose", "print_terminal", "restore_plan", "restore_report", "store_plan", "store_report",
    "to_json", "write_html", "write_pdf", "write_whole",
]  # fmt: skip
