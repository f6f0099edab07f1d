"""The model libraries kept from the user's screen, and their errors cut to a line."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator

from cx_audit.errors import ModelError

__all__ = ["first_line", "quiet"]

_CHATTY = ("sentence_transformers", "transformers", "torch", "huggingface_hub")


def first_line(error: Exception) -> str:
    """The kind of an error and the first line of what it says."""
    return f"{type(error).__name__}: {str(error).strip().partition(chr(10))[0][:200]}"


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' own bars, warnings and log lines off the user's screen. Raises ModelError without them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:  # first, since their import sets their own log levels
            import sentence_transformers  # noqa: F401
            from transformers.utils import logging as bars
        except ImportError as error:
            raise ModelError(
                f"sentence-transformers can't be imported: {first_line(error)}",
                remedy="pip install --force-reinstall sentence-transformers",
            ) from error
        loggers = [logging.getLogger(name) for name in _CHATTY]
        levels = [logger.level for logger in loggers]
        shown = bars.is_progress_bar_enabled()
        try:
            bars.disable_progress_bar()  # type: ignore[no-untyped-call]
            for logger in loggers:
                logger.setLevel(logging.ERROR)
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
            if shown:
                bars.enable_progress_bar()  # type: ignore[no-untyped-call]
