"""Writes images.txt: images in other sizes and arrangements.

Needs numpy, torch, jax (pip install numpy torch jax).
"""

import jax
import numpy as np
import torch
import torch.nn.functional as F
from vjp_golden import VjpWriter

jax.config.update("jax_enable_x64", True)
golden = VjpWriter(__file__, f"PyTorch {torch.__version__}", f"JAX {jax.__version__}", seed=13)
INPUTS = [None, golden.normal(2, 2, 5), golden.normal(1, 2, 5, 4), golden.normal(1, 2, 3, 4, 2)]
LINEAR = [None, "linear", "bilinear", "trilinear"]


def key(name, *numbers):
    return " ".join([name] + [str(int(n)) for group in numbers for n in np.ravel(group)])


golden.comment("---- other sizes: extents")
for x, sizes in [
    (INPUTS[1], [[8], [3], [2], [10], [1], [7]]),
    (INPUTS[2], [[8, 2], [3, 4], [10, 8], [2, 7], [1, 1]]),
    (INPUTS[3], [[5, 2, 3], [2, 8, 1], [6, 3, 4]]),
]:
    axes = x.ndim - 2
    for to in sizes:
        golden.case(key("NEAREST", to), [x], lambda x: F.interpolate(x, to, mode="nearest-exact"))
        golden.case(key("NEAREST_FLOOR", to), [x], lambda x: F.interpolate(x, to, mode="nearest"))
        golden.case(key("LINEAR", to), [x], lambda x: F.interpolate(x, to, mode=LINEAR[axes]))
        golden.case(key("LINEAR_ALIGNED", to), [x], lambda x: F.interpolate(x, to, mode=LINEAR[axes], align_corners=True))
        if axes == 2:
            golden.case(
                key("LINEAR_ANTIALIASED", to), [x], lambda x: F.interpolate(x, to, mode="bilinear", antialias=True))
        golden.jax_case(
            key("LINEAR_ANTIALIASED", to), [x], lambda x: jax.image.resize(x, (*x.shape[:2], *to), "linear", True))
        golden.jax_case(key("LINEAR", to), [x], lambda x: jax.image.resize(x, (*x.shape[:2], *to), "linear", False))
        golden.jax_case(key("NEAREST", to), [x], lambda x: jax.image.resize(x, (*x.shape[:2], *to), "nearest", False))
# PyTorch 2.13 gives wrong values for an image of one column here: [11, 1] to [3, 1].
columns = np.arange(22.0).reshape(1, 1, 11, 2)
golden.case("LINEAR_ANTIALIASED 3 2", [columns], lambda x: F.interpolate(x, [3, 2], mode="bilinear", antialias=True))

golden.comment("---- places of a grid: linear, padding, whether corners are aligned")
planes = golden.random.normal(size=(2, 3, 4, 5)).round(3)
spaces = golden.random.normal(size=(1, 2, 3, 2, 4)).round(3)
for x, grid in [
    (planes, golden.random.uniform(-2.2, 2.2, (2, 3, 2, 2)).round(3)),
    (spaces, golden.random.uniform(-2.2, 2.2, (1, 2, 2, 3, 3)).round(3)),
    (planes[:1, :1, :1, :], golden.random.uniform(-2.2, 2.2, (1, 3, 1, 2)).round(3)),
]:
    for number, padding in enumerate(["zeros", "border", "reflection"]):
        for align in [False, True]:
            for linear, mode in enumerate(["nearest", "bilinear"]):
                golden.case(
                    key("gridSample", linear, number, align), [x, grid],
                    lambda x, grid: F.grid_sample(x, grid, mode, padding, align))

golden.comment("---- channels")
for factor, shape in [(2, (2, 8, 2, 3)), (3, (1, 9, 1, 2))]:
    golden.case(key("pixelShuffle", factor), [golden.normal(*shape)], lambda x: F.pixel_shuffle(x, factor))
for factor, shape in [(2, (2, 2, 4, 6)), (3, (1, 1, 3, 6))]:
    golden.case(key("pixelUnshuffle", factor), [golden.normal(*shape)], lambda x: F.pixel_unshuffle(x, factor))
golden.comment("---- size, α, β, k")
for size, alpha, beta, k in [(5, 1e-4, 0.75, 1.0), (2, 0.7, 1.5, 2.0), (3, 1.0, 0.5, 0.5), (1, 0.3, 2.0, 1.0)]:
    for shape in [(2, 6, 3), (1, 4, 2, 3), (1, 3, 2, 1, 2)]:
        golden.case(
            f"localResponseNorm {size} {alpha} {beta} {k}", [golden.normal(*shape)],
            lambda x: F.local_response_norm(x, size, alpha, beta, k))

golden.write("images.txt")
