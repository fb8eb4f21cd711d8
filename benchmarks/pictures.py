"""Pictures of what was measured, as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def drawn(path: Path, columns: int = 1, size: tuple[float, float] = (6, 4)) -> Iterator[list[Any]]:
    """Axes side by side, to draw on; what was drawn is then kept under `path`.

    `size` is in inches, of the whole picture.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=size, squeeze=False)
    try:
        yield list(axes[0])
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.tight_layout()
        figure.savefig(path, dpi=120)
    finally:
        pyplot.close(figure)
