"""Writes pooling.txt: convolution and pooling in the forms that other scripts leave out.

Needs numpy, torch, jax, keras (pip install numpy torch jax keras).
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
import jax
import jax.numpy as jnp
import keras
import numpy as np
import torch
import torch.nn.functional as F
from vjp_golden import VjpWriter

jax.config.update("jax_enable_x64", True)
golden = VjpWriter(
    __file__, f"PyTorch {torch.__version__}", f"JAX {jax.__version__}", f"Keras {keras.__version__}")
CONV_TRANSPOSE = [None, F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d]
MAX_POOL = [None, F.max_pool1d, F.max_pool2d, F.max_pool3d]
MAX_UNPOOL = [None, F.max_unpool1d, F.max_unpool2d, F.max_unpool3d]
AVG_POOL = [None, F.avg_pool1d, F.avg_pool2d, F.avg_pool3d]
ADAPTIVE_MAX = [None, F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d]
ADAPTIVE_AVG = [None, F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d]
INPUTS = [None, golden.normal(2, 2, 7), golden.normal(1, 2, 5, 6), golden.normal(1, 2, 3, 4, 5)]


def key(name, *numbers):
    return " ".join([name] + [str(int(n)) for group in numbers for n in np.ravel(group)])


def last(values, axes):
    return values[-axes:]


golden.comment("---- transposed, with output padding: axes, strides, padding, dilations, more, groups")
for axes in [1, 2, 3]:
    for stride, pad, dilation, more, groups in [
        ([2, 2, 2], [0, 0, 0], [1, 1, 1], [1, 1, 1], 1),
        ([3, 2, 3], [1, 0, 1], [1, 1, 2], [0, 1, 2], 2),
    ]:
        stride, pad, dilation, more = (last(v, axes) for v in (stride, pad, dilation, more))
        x = INPUTS[axes]
        golden.case(
            key("convTranspose", axes, stride, pad, dilation, more, groups),
            [x, golden.normal(2, 2, *last([2, 3, 2], axes))],
            lambda x, w: CONV_TRANSPOSE[axes](x, w, None, stride, pad, more, groups, dilation))

golden.comment("---- padding so that the stride alone decides: axes, strides, dilations, groups; JAX")
for axes in [1, 2, 3]:
    x = INPUTS[axes]
    layout = ["", ("NCH", "OIH", "NCH"), ("NCHW", "OIHW", "NCHW"), ("NCDHW", "OIDHW", "NCDHW")][axes]
    for stride, dilation, groups in [([1, 1, 1], [1, 1, 1], 1), ([2, 3, 2], [1, 1, 1], 2), ([1, 1, 1], [1, 2, 2], 1)]:
        stride, dilation = last(stride, axes), last(dilation, axes)
        golden.jax_case(
            key("convSame", axes, stride, dilation, groups),
            [x, golden.normal(2, 2 // groups, *last([2, 3, 2], axes))],
            lambda x, w: jax.lax.conv_general_dilated(
                x, w, stride, "SAME", rhs_dilation=dilation, dimension_numbers=layout, feature_group_count=groups))

golden.comment("---- the same of pooling: axes, windows, strides; Keras")
for axes in [1, 2, 3]:
    for size, stride in [([2, 3, 2], [2, 2, 3]), ([2, 2, 3], [1, 1, 1])]:
        size, stride = last(size, axes), last(stride, axes)
        for name, pool in [("maxPoolSame", keras.ops.max_pool), ("avgPoolSame", keras.ops.average_pool)]:
            golden.jax_case(
                key(name, axes, size, stride),
                [INPUTS[axes]],
                lambda x: jnp.moveaxis(pool(jnp.moveaxis(x, 1, -1), tuple(size), tuple(stride), "same", "channels_last"), -1, 1))

golden.comment("---- depthwise: axes, strides, padding, dilations")
CONV = [None, F.conv1d, F.conv2d, F.conv3d]
for axes in [1, 2, 3]:
    for stride, pad, dilation, multiplier in [(1, 1, 1, 1), (2, 1, 2, 3)]:
        golden.case(
            key("depthwise", axes, stride, pad, dilation),
            [INPUTS[axes], golden.normal(2 * multiplier, 1, *last([2, 2, 3], axes))],
            lambda x, w: CONV[axes](x, w, None, stride, pad, dilation, 2))

golden.comment("---- windows that reach over the end: axes, windows, strides, padding, dilations (or count)")
for axes in [1, 2, 3]:
    for size, stride, pad in [([2, 2, 2], [2, 3, 2], [0, 0, 0]), ([3, 2, 3], [2, 2, 2], [1, 1, 1]), ([2, 2, 2], [3, 3, 3], [1, 1, 1])]:
        size, stride, pad = last(size, axes), last(stride, axes), last(pad, axes)
        for dilation in [1, 2]:
            golden.case(
                key("maxPoolCeil", axes, size, stride, pad, dilation),
                [INPUTS[axes]],
                lambda x: MAX_POOL[axes](x, size, stride, pad, dilation, True))
        for count in [False, True]:
            golden.case(
                key("avgPoolCeil", axes, size, stride, pad, count),
                [INPUTS[axes]],
                lambda x: AVG_POOL[axes](x, size, stride, pad, True, count))
golden.case("avgPoolCeil 1 3 2 1 1", [np.ones((1, 1, 4))], lambda x: F.avg_pool1d(x, 3, 2, 1, True, True))

golden.comment("---- norms, of absolute values: axes, windows, strides, order")
LP_POOL = [None, F.lp_pool1d, F.lp_pool2d, F.lp_pool3d]
for axes in [1, 2, 3]:
    for p in [1, 2, 3, 4]:
        size, stride = last([2, 3, 2], axes), last([1, 2, 2], axes)
        golden.case(
            key("lpPool", axes, size, stride, p),
            [INPUTS[axes]],
            # PyTorch takes strides of all axes alike as a list only without three axes.
            lambda x: LP_POOL[axes](x.abs(), float(p), size if axes > 1 else size[0], stride if axes > 1 else stride[0]))

golden.comment("---- as many windows as wanted: axes, how many")
for axes in [1, 2, 3]:
    for to in [[1, 1, 1], [3, 3, 4], [2, 5, 3], [4, 7, 6]]:
        to = last(to, axes)
        golden.case(key("adaptiveMaxPool", axes, to), [INPUTS[axes]], lambda x: ADAPTIVE_MAX[axes](x, to))
        golden.case(key("adaptiveAvgPool", axes, to), [INPUTS[axes]], lambda x: ADAPTIVE_AVG[axes](x, to))
ties = golden.random.integers(0, 2, (1, 2, 5, 5)) * 1.0
for to in [[2, 2], [3, 4], [5, 1]]:
    golden.case(key("adaptiveMaxPool", 2, to), [ties], lambda x: F.adaptive_max_pool2d(x, to))
for axes in [1, 2, 3]:
    everywhere = tuple(range(2, 2 + axes))
    golden.case("globalMaxPool", [INPUTS[axes]], lambda x: x.amax(everywhere))
    golden.case("globalAvgPool", [INPUTS[axes]], lambda x: x.mean(everywhere))

golden.comment("---- back to the positions that pooling told: axes, extents")
for axes in [1, 2, 3]:
    x = torch.tensor(INPUTS[axes])
    y, positions = MAX_POOL[axes](x, 2, 2, return_indices=True)
    golden.case(
        key("maxUnpool", axes, x.shape[2:]),
        [y.numpy(), positions.numpy().astype(np.int32)],
        lambda y, at: MAX_UNPOOL[axes](y, at.long(), 2, 2, output_size=x.shape[2:]))

golden.write("pooling.txt")
