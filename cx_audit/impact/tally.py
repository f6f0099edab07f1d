"""Sums of what a question's rows say, and the figures that follow from them.

CSAT is the mean of answers of 1 to 5, CES the mean of answers of 1 to 7. NPS (Reichheld, "The One Number You Need to
Grow", Harvard Business Review, December 2003) is the share of promoters (9, 10) less that of detractors (0 to 6), in
points from -100 to 100. Churn is customers lost by customers at the start.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["SMALL_SAMPLE", "Tally"]

SMALL_SAMPLE = 30
"""Of fewer answers a mean is told as a small sample."""


@dataclass(slots=True)
class Tally:
    """Sums; a figure whose count is zero doesn't exist. Times are in minutes."""

    contacts: float = 0.0
    contact_rows: int = 0
    uses: float = 0.0
    use_rows: int = 0
    csat: float = 0.0
    csat_answers: float = 0.0
    ces: float = 0.0
    ces_answers: float = 0.0
    promoters: float = 0.0
    passives: float = 0.0
    detractors: float = 0.0
    lost: float = 0.0
    at_start: float = 0.0
    clv: float = 0.0
    clv_customers: float = 0.0
    handling: float = 0.0
    handling_contacts: float = 0.0
    resolution: float = 0.0
    resolution_contacts: float = 0.0

    def add(self, other: Tally) -> None:
        """Take another's sums in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def less(self, other: Tally) -> Tally:
        """What is left without another's sums."""
        return Tally(*(getattr(self, one.name) - getattr(other, one.name) for one in fields(self)))

    @property
    def nps_answers(self) -> float:
        """How many said how likely they are to recommend."""
        return self.promoters + self.passives + self.detractors

    @property
    def nps(self) -> float | None:
        """Net promoter score, -100 to 100."""
        return 100 * (self.promoters - self.detractors) / self.nps_answers if self.nps_answers else None

    @property
    def churn(self) -> float | None:
        """Share of customers lost, 0 to 1."""
        return self.lost / self.at_start if self.at_start else None
