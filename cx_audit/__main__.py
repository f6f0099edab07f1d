"""``python -m cx_audit``."""

from cx_audit.cli.main import main

main()
