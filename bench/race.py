"""Races: contenders take turns in one run, so that whatever else the machine does slows all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way to do the work: what it is called and what does it. A run may return its own seconds."""

    name: str
    run: Callable[[], object]


def race(contenders: Sequence[Contender], *, rounds: int = 7) -> dict[str, float]:
    """Seconds by name, the median over the rounds; one more round before them is for warming up."""
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for turn in range(rounds + 1):
        for contender in contenders:
            start = time.perf_counter()
            told = contender.run()
            taken = told if isinstance(told, float) else time.perf_counter() - start
            if turn:
                seconds[contender.name].append(taken)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [" | ".join(row) for row in (heads, ["---"] * len(heads), *rows)]
    return "\n".join(f"| {line} |" for line in lines)
