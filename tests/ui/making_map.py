"""A made-up map for tests of chart and map: items on a heavy-tailed curve, laid out in a ring of groups."""

import numpy as np

from ltrec_gui.pipeline.map_catalogue import CatalogueMap, Region
from ltrec_gui.recommend.long_tail import long_tail
from ltrec_gui.recommend.popularity import NEW, TAIL, measure
from ltrec_gui.recommend.raster import netted
from ltrec_gui.store.titles import Titles


def titles_of(names):
    encoded = [name.encode() for name in names]
    return Titles(b"".join(encoded), np.concatenate([[0], np.cumsum([len(each) for each in encoded])]))


def make_map(count=300, head_cut=0.33, tail_cut=0.8, unplaced=0, seed=5, **changes):
    """Return the map of `count` items; item 0 is the most popular, the last `unplaced` have no place."""
    generator = np.random.default_rng(seed)
    counts = changes.pop("counts", np.floor(4000 / np.arange(1, count + 1) ** 1.1))
    source = changes.pop("source", "column")
    measured = measure(counts, source, head_cut, tail_cut)
    angle = generator.uniform(0, 2 * np.pi, count)
    x = (np.cos(angle) * generator.uniform(0.1, 1, count)).astype(np.float32)
    y = (np.sin(angle) * generator.uniform(0.1, 0.7, count)).astype(np.float32)
    x[count - unplaced :] = y[count - unplaced :] = np.nan
    ids = tuple(f"i{number:06d}" for number in range(count))
    points = netted(x, y, measured.segments == TAIL)
    values = {
        "ids": ids,
        "positions": {item_id: number for number, item_id in enumerate(ids)},
        "titles": titles_of([f"Title {number} 灯塔" for number in range(count)]),
        "points": points,
        "tail": long_tail(measured.counts, measured.segments),
        "counts": measured.counts,
        "ranks": measured.ranks,
        "segments": measured.segments,
        "is_tail": measured.segments == TAIL,
        "regions": (Region("letters", 0.5, 0.2, 40), Region("harbours", -0.4, -0.3, 30)),
        "region_labels": np.where(x > 0, 0, 1),
        "placed_count": points.placed_count,
        "vector_count": points.placed_count,
        "can_be_drawn": False,
        "head_cut": head_cut,
        "tail_cut": tail_cut,
        "source": measured.source,
        "is_flat": measured.is_flat,
        "new_count": int((measured.segments == NEW).sum()),
    }
    return CatalogueMap(**{**values, **changes})
