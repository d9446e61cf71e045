"""Plots as SVG, drawn by hand: a few shapes and words, legible on light and on dark pages."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 720
_ROW = 22
_LEFT = 250
_RIGHT = 90
_TOP = 40
_GREY, _OURS, _GOAL = "#808080", "#2a7ae2", "#d9480f"
_COLOURS = (
    "#2a7ae2", "#d9480f", "#2b8a3e", "#862e9c", "#e8590c",
    "#0b7285", "#c2255c", "#5c940d", "#495057", "#a61e4d",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A value to be drawn as long as it is; `goal` is where it has to reach, or may."""

    name: str
    value: float
    goal: float | None = None
    unit: str = "×"


@dataclass(frozen=True, slots=True)
class Line:
    """Values in order, to be joined."""

    name: str
    values: tuple[float, ...]


def bars_chart(title: str, bars: Sequence[Bar]) -> str:
    """Bars from 1 on a scale of powers of ten, with a mark where each has its goal."""
    values = [bar.value for bar in bars] + [bar.goal for bar in bars if bar.goal is not None]
    low = math.floor(math.log10(min(*values, 1)))
    high = math.ceil(math.log10(max(*values, 1)))
    each = (WIDTH - _LEFT - _RIGHT) / max(high - low, 1)

    def x(value: float) -> float:
        return _LEFT + (math.log10(value) - low) * each

    bottom = _TOP + _ROW * len(bars)
    parts = []
    for power in range(low, high + 1):
        at = x(10.0**power)
        parts.append(_stroke(at, _TOP - 4, at, bottom, _GREY, 0.3))
        parts.append(_words(at, bottom + 16, f"{10.0**power:g}", "middle"))
    for place, bar in enumerate(bars):
        y = _TOP + place * _ROW
        start, end = sorted((x(1), x(bar.value)))
        parts.append(_words(_LEFT - 8, y + 14, bar.name, "end"))
        parts.append(
            f'<rect x="{start:.1f}" y="{y + 3}" width="{end - start:.1f}" height="{_ROW - 7}"'
            f' fill="{_OURS}"/>'
        )
        value = f"{bar.value:,.0f}" if bar.value >= 100 else f"{bar.value:.2g}"
        parts.append(_words(end + 6, y + 14, f"{value} {bar.unit}", "start"))
        if bar.goal is not None:
            at = x(bar.goal)
            parts.append(_stroke(at, y + 1, at, y + _ROW - 2, _GOAL, 1, 2.5))
    return _svg(title, bottom + 28, parts)


def lines_chart(title: str, steps: Sequence[str], lines: Sequence[Line]) -> str:
    """Lines over steps, from nothing up, each named at its end."""
    height = max(240, _ROW * len(lines))
    most = max(1.5, *(value for line in lines for value in line.values)) * 1.05
    left, right = 50, WIDTH - 170
    bottom = _TOP + height

    def x(step: int) -> float:
        return left + (right - left) * step / max(1, len(steps) - 1)

    def y(value: float) -> float:
        return bottom - height * value / most

    parts = []
    for tick in _ticks(most):
        parts.append(_stroke(left, y(tick), right, y(tick), _GREY, 0.3))
        parts.append(_words(left - 6, y(tick) + 4, f"{tick:g}", "end"))
    for place, step in enumerate(steps):
        parts.append(_words(x(place), bottom + 16, step, "middle"))
    names = _apart([y(line.values[-1]) for line in lines])
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{x(n):.1f},{y(value):.1f}" for n, value in enumerate(line.values))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        told = f"{line.name} {line.values[-1]:.2f}"
        parts.append(_words(right + 8, names[number] + 4, told, "start", colour))
    return _svg(title, bottom + 28, parts)


def _ticks(most: float) -> list[float]:
    step = next(each for each in (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1e9) if most / each <= 10)
    return [step * number for number in range(int(most / step) + 1)]


def _apart(places: Sequence[float], least: float = 14.0) -> list[float]:
    """The places moved down as far as it takes that none covers another."""
    moved = list(places)
    below = -math.inf
    for number in sorted(range(len(places)), key=places.__getitem__):
        moved[number] = below = max(places[number], below + least)
    return moved


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    shapes = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img"'
        f' font-family="system-ui, sans-serif" font-size="12">\n<title>{escape(title)}</title>\n'
        f"{_words(8, 18, title, 'start')}\n{shapes}\n</svg>\n"
    )


def _words(x: float, y: float, said: str, anchor: str, colour: str = _GREY) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(said)}</text>"
    )


def _stroke(
    x1: float, y1: float, x2: float, y2: float, colour: str, opacity: float, width: float = 1
) -> str:
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}"'
        f' stroke-opacity="{opacity:g}" stroke-width="{width:g}"/>'
    )
