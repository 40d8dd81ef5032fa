"""Writes window.txt: values and derivatives of convolution and pooling.

Needs numpy and torch (pip install numpy torch). All figures are PyTorch's in double precision, with
random cotangents; inputs are such that no sum or product is rounded, as floats neither. A key is the
name of a function and its numbers: how many axes, then for each of them the extents of the window
(of pooling alone), strides, padding before and after and dilations, then the groups, or whether
padding counts. The cotangents of a convolution are followed by those that its own rule gives for
the derivative by the input: cotangents of dx, then the derivatives of its sum of products.
"""

import itertools

import numpy as np
import torch
import torch.nn.functional as F
from golden import GoldenWriter

golden = GoldenWriter(__file__)
random = np.random.default_rng(11)
CONV = [None, F.conv1d, F.conv2d, F.conv3d]
CONV_TRANSPOSE = [None, F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d]
MAX_POOL = [None, F.max_pool1d, F.max_pool2d, F.max_pool3d]
AVG_POOL = [None, F.avg_pool1d, F.avg_pool2d, F.avg_pool3d]


def eighths(*shape):
    """Numbers of which sums and products are exact, so that their order does not matter."""
    return random.integers(-24, 25, shape) / 8


def leaf(array):
    return torch.tensor(array, requires_grad=True)


def key(name, axes, *numbers):
    flat = [int(n) for group in numbers for n in np.ravel(group)]
    return " ".join([name, str(axes), *map(str, flat)])


def conv(x, w, strides, low, high, dilations, groups):
    axes = x.dim() - 2
    pads = [n for pair in reversed(list(zip(low, high))) for n in pair]
    return CONV[axes](F.pad(x, pads), w, None, strides, 0, dilations, groups)


def named(name, array):
    """Gives a name to what several cases are given, unless it is empty."""
    if array.size:
        golden.name(name + str(len(golden.names)), array)


def conv_case(x, w, strides, low, high, dilations, groups):
    axes = x.ndim - 2
    arguments = strides, low, high, dilations, groups
    tx, tw = leaf(x), leaf(w)
    named("w", w)
    y = conv(tx, tw, *arguments)
    golden.case(key("conv", axes, *arguments), [x, w], [y.detach().numpy()])
    dy = leaf(eighths(*y.shape))
    named("dy", dy.detach().numpy())
    dx, dw = torch.autograd.grad(y, [tx, tw], dy, create_graph=True)
    given = [x, w, dy.detach().numpy()]
    golden.case(key("conv", axes, *arguments) + " vjp", given, [dx.detach().numpy(), dw.detach().numpy()])
    # Each derivative is linear in two of the three, so that it has derivatives by both.
    ddx = torch.tensor(eighths(*x.shape))
    ddw = torch.tensor(eighths(*w.shape))
    by_w, by_dy = torch.autograd.grad(dx, [tw, dy], ddx, retain_graph=True, materialize_grads=True)
    golden.case(key("conv", axes, *arguments) + " dx vjp", given + [ddx.numpy()], [by_dy.numpy(), by_w.numpy()])
    by_x, by_dy = torch.autograd.grad(dw, [tx, dy], ddw, materialize_grads=True)
    golden.case(key("conv", axes, *arguments) + " dw vjp", given + [ddw.numpy()], [by_x.numpy(), by_dy.numpy()])


golden.comment("---- convolution")
line = eighths(2, 2, 7)
golden.name("line", line)
for stride, pad, dilation, groups in itertools.product([1, 3], [0, 2], [1, 2], [1, 2]):
    w = eighths(2, 2 // groups, 3)
    conv_case(line, w, [stride], [pad], [pad], [dilation], groups)
plane = eighths(2, 2, 4, 5)
golden.name("plane", plane)
for stride, pad, dilation, groups in itertools.product(
    [[1, 1], [2, 2], [2, 1]], [[0, 0], [1, 1], [2, 1]], [[1, 1], [1, 2]], [1, 2]
):
    w = eighths(2, 2 // groups, 3, 2)
    conv_case(plane, w, stride, pad, pad, dilation, groups)
conv_case(plane, eighths(2, 2, 1, 1), [1, 1], [0, 0], [0, 0], [1, 1], 1)
conv_case(plane, eighths(2, 2, 1, 1), [2, 3], [0, 0], [0, 0], [1, 1], 1)
conv_case(plane, eighths(3, 2, 2, 2), [1, 1], [0, 0], [1, 1], [1, 1], 1)
conv_case(plane, eighths(3, 2, 2, 3), [2, 1], [1, 2], [0, 1], [2, 1], 1)
conv_case(plane, eighths(6, 1, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1], 2)
conv_case(eighths(1, 6, 3, 3), eighths(4, 3, 2, 2), [1, 1], [1, 1], [1, 1], [1, 1], 2)
conv_case(np.zeros((0, 2, 4, 5)), eighths(3, 2, 3, 2), [2, 1], [1, 1], [1, 1], [1, 1], 1)
conv_case(np.zeros((0, 2, 4, 5)), eighths(2, 1, 3, 2), [1, 1], [1, 1], [1, 1], [1, 1], 2)
space = eighths(1, 2, 3, 3, 4)
golden.name("space", space)
for stride, pad, dilation, groups in [(1, 0, 1, 1), (2, 1, 1, 1), (1, 1, 2, 2), (1, 1, 1, 2)]:
    three = [[n] * 3 for n in (stride, pad, pad, dilation)]
    conv_case(space, eighths(2, 2 // groups, 2, 2, 2), *three, groups)
conv_case(space, eighths(3, 2, 1, 2, 3), [1, 2, 1], [0, 1, 1], [0, 1, 1], [1, 1, 1], 1)

golden.comment("---- transposed convolution, in the smallest size")
for axes, x in [(1, line), (2, plane), (3, space)]:
    for stride, pad, dilation, groups in [(1, 0, 1, 1), (2, 1, 1, 2), (3, 1, 2, 1)]:
        w = eighths(2, 3, *[2, 3, 2][:axes])
        y = CONV_TRANSPOSE[axes](torch.tensor(x), torch.tensor(w), None, stride, pad, 0, groups, dilation)
        numbers = [[n] * axes for n in (stride, pad, pad, dilation)]
        golden.case(key("convTranspose", axes, *numbers, groups), [x, w], [y.numpy()])

golden.comment("---- pooling; the plane of whole numbers has many ties")


def pool_case(name, numbers, x, y, *more):
    golden.case(key(name, x.ndim - 2, *numbers), [x.detach().numpy()], [y.detach().numpy(), *more])
    dy = torch.tensor(eighths(*y.shape))
    dx, = torch.autograd.grad(y, x, dy)
    golden.case(key(name, x.ndim - 2, *numbers) + " vjp", [x.detach().numpy(), dy.numpy()], [dx.numpy()])


def max_pool(x, window, stride, pad, dilation):
    axes = x.ndim - 2
    tx = leaf(x)
    y, positions = MAX_POOL[axes](tx, window, stride, pad, dilation, return_indices=True)
    pool_case("maxPool", [window, stride, pad, pad, dilation], tx, y, positions.numpy().astype(np.int32))


def avg_pool(x, window, stride, pad, count):
    axes = x.ndim - 2
    tx = leaf(x)
    y = AVG_POOL[axes](tx, window, stride, pad, count_include_pad=count)
    pool_case("avgPool", [window, stride, pad, pad, [1] * axes, count], tx, y)


ties = random.integers(0, 3, (2, 2, 5, 6)) * 1.0
golden.name("ties", ties)
for x in [plane, ties]:
    for window, stride, pad, dilation in [
        ([2, 2], [2, 2], [0, 0], [1, 1]), ([3, 2], [1, 2], [1, 1], [1, 1]), ([2, 3], [2, 1], [1, 1], [1, 1]),
        ([2, 2], [1, 1], [0, 1], [2, 1]), ([1, 1], [2, 2], [0, 0], [1, 1]), ([3, 3], [2, 2], [1, 1], [1, 1]),
    ]:
        max_pool(x, window, stride, pad, dilation)
max_pool(line, [3], [2], [1], [1])
max_pool(line, [2], [1], [0], [3])
max_pool(space, [2, 2, 2], [1, 2, 2], [1, 0, 1], [1, 1, 1])
max_pool(np.zeros((0, 2, 4, 4)), [2, 2], [2, 2], [0, 0], [1, 1])
# Windows of a power of two, so that the mean is exact.
for count in [True, False]:
    avg_pool(plane, [2, 2], [2, 2], [0, 0], count)
    avg_pool(line, [4], [1], [0], count)
    avg_pool(space, [2, 2, 2], [1, 1, 2], [0, 0, 0], count)
    avg_pool(plane, [4, 2], [1, 1], [1 if count else 0, 1], count)
    avg_pool(plane, [2, 2], [2, 1], [1, 1], count)
avg_pool(np.zeros((0, 2, 4, 4)), [2, 2], [2, 2], [0, 0], True)

golden.write("window.txt")
