"""Writes array.txt: values and derivatives of the reductions, views, products and indexing ops.

Needs numpy and torch (pip install numpy torch). Values come from NumPy, those of softmax and its
kin in extended precision and rounded once; derivatives from PyTorch's autograd in double precision,
with random cotangents. A key is the name of a function and the numbers it takes besides tensors.
"""

import numpy as np
import torch
from golden import GoldenWriter

golden = GoldenWriter(__file__)
random = np.random.default_rng(7)


def eighths(*shape):
    """Numbers of which sums and products are exact, so that their order does not matter."""
    return random.integers(-24, 25, shape) / 8


def derivatives(f, inputs, y):
    leaves = [torch.tensor(v, requires_grad=v.dtype.kind == "f") for v in inputs]
    dy = eighths(*y.shape)
    result = f(*leaves)
    assert result.shape == y.shape, (result.shape, y.shape)
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    return [dy], [g.numpy() for g in torch.autograd.grad(result, wanted, torch.tensor(dy))]


def narrow(arrays, dtype):
    return [a.astype(dtype) if a.dtype == np.float64 else a for a in arrays]


def case(key, inputs, value, differentiable):
    """States a case in both precisions; inputs are doubles that are exact as floats too."""
    inputs = [np.asarray(v) for v in inputs]
    y = np.asarray(value(*inputs))
    for dtype in [np.float32, np.float64]:
        golden.case(key, narrow(inputs, dtype), narrow([y], dtype))
    if differentiable is not None and y.size:
        dy, dx = derivatives(differentiable, inputs, y)
        for dtype in [np.float32, np.float64]:
            given = narrow(inputs, dtype) + narrow(dy, dtype)
            golden.case(f"{key} vjp", given, narrow(dx, dtype))


def key(name, numbers):
    return " ".join([name, *map(str, numbers)])


golden.comment("---- reductions; without numbers, of all elements")
x = random.permutation(24).reshape(2, 3, 4) / 8 - 1
for axes in [(), (0,), (1,), (2,), (-1,), (0, 2), (2, 1), (0, 1, 2)]:
    np_axes = axes or None
    t_axes = axes or (0, 1, 2)
    case(key("sum", axes), [x], lambda v: v.sum(np_axes), lambda v: v.sum(t_axes))
    case(key("mean", axes), [x], lambda v: v.mean(np_axes), lambda v: v.mean(t_axes))
    case(key("max", axes), [x], lambda v: v.max(np_axes), lambda v: v.amax(t_axes))
    case(key("min", axes), [x], lambda v: v.min(np_axes), lambda v: v.amin(t_axes))
    case(key("sumKeepDims", axes), [x], lambda v: v.sum(np_axes, keepdims=True), None)
    case(key("meanKeepDims", axes), [x], lambda v: v.mean(np_axes, keepdims=True), None)
    case(key("maxKeepDims", axes), [x], lambda v: v.max(np_axes, keepdims=True), None)
    case(key("minKeepDims", axes), [x], lambda v: v.min(np_axes, keepdims=True), None)
ties = np.array([[1.0, 3, 3, 3], [2, 2, -1, -1], [0, 0, 0, 0]])
case("max 1", [ties], lambda v: v.max(1), lambda v: v.amax(1))
case("min 1", [ties], lambda v: v.min(1), lambda v: v.amin(1))
case("sum 0", [np.zeros((0, 3))], lambda v: v.sum(0), None)
case("mean 0", [np.zeros((0, 2))], lambda v: np.full(2, np.nan), None)
case("max 1", [np.zeros((0, 2))], lambda v: v.max(1), None)
special = np.array([[1, np.nan, 5, np.nan], [np.inf, 1, np.inf, -np.inf], [-np.inf] * 4])
case("max 1", [special], lambda v: v.max(1), None)
case("min 1", [special], lambda v: v.min(1), None)
for axis in [0, 1, -1]:
    case(key("argMax", [axis]), [x], lambda v: v.argmax(axis).astype(np.int32), None)
case("argMax 1", [ties], lambda v: v.argmax(1).astype(np.int32), None)
case("argMax 1", [special], lambda v: v.argmax(1).astype(np.int32), None)
halves = np.array([[1.0, 2, 3, 6], [-2, 0, 0, 2], [4, 4, 4, 4]])
for axes in [(), (0,), (1,)]:
    case(key("variance", axes), [halves[:2]], lambda v: v.var(axes or None), None)
for dtype in [np.int32, np.int64]:
    info = np.iinfo(dtype)
    whole = np.array([[info.min, 5, info.max], [7, info.max, 7]], dtype=dtype)
    golden.case("sum 1", [whole], [whole.sum(1, dtype=dtype)])
    golden.case("max 0", [whole], [whole.max(0)])
    golden.case("min", [whole], [whole.min()])
    golden.case("argMax 1", [whole], [whole.argmax(1).astype(np.int32)])
close = np.array([2**53, 2**53 + 1, 2**53])
golden.case("argMax 0", [close], [np.array(1, dtype=np.int32)])

golden.comment("---- softmax and its kin")


def exponentials(v, axis):
    v = v.astype(np.longdouble)
    m = v.max(axis, keepdims=True, initial=-np.inf)
    m = np.where(np.isfinite(m), m, 0)
    e = np.exp(v - m)
    return v - m, e, m


def softmax(v, axis):
    with np.errstate(invalid="ignore"):
        _, e, _ = exponentials(v, axis)
        return (e / e.sum(axis, keepdims=True)).astype(np.float64)


def log_softmax(v, axis):
    with np.errstate(divide="ignore", invalid="ignore"):
        shifted, e, _ = exponentials(v, axis)
        return (shifted - np.log(e.sum(axis, keepdims=True))).astype(np.float64)


def log_sum_exp(v, axis):
    with np.errstate(divide="ignore"):
        _, e, m = exponentials(v, axis)
        return (m + np.log(e.sum(axis, keepdims=True))).squeeze(axis).astype(np.float64)


def torch_log_sum_exp(v, axis):
    """Shifted first: PyTorch's own derivative has the error of the rounded result."""
    m = v.detach().amax(axis, keepdim=True)
    return (torch.logsumexp(v - m, axis, keepdim=True) + m).squeeze(axis)


wide = np.array([[1000.0, 1000, 999], [-1000, 1000, 0], [-1e4, -1e4, -1e4]])
masked = np.array([[-np.inf, 1, 2.5], [-np.inf, -np.inf, 3], [0, -np.inf, 0]])
hopeless = np.array([[-np.inf, -np.inf], [np.nan, 1]])
for axis in [0, 1, 2]:
    for name, value, torch_value in [
        ("softmax", softmax, torch.softmax),
        ("logSoftmax", log_softmax, torch.log_softmax),
        ("logSumExp", log_sum_exp, torch_log_sum_exp),
    ]:
        k = key(name, [axis])
        case(k, [x], lambda v: value(v, axis), lambda v: torch_value(v, axis))
        if axis == 1:
            case(k, [wide], lambda v: value(v, 1), lambda v: torch_value(v, 1))
            case(k, [masked], lambda v: value(v, 1), lambda v: torch_value(v, 1))
            case(k, [hopeless], lambda v: value(v, 1), None)
            long = eighths(3, 53)
            case(k, [long], lambda v: value(v, 1), lambda v: torch_value(v, 1))

golden.comment("---- views")
for axes in [(0, 1, 2), (2, 0, 1), (1, 0, 2), (-1, -3, -2)]:
    case(key("permute", axes), [x], lambda v: v.transpose(axes), lambda v: v.permute(axes))
case("transpose 0 2", [x], lambda v: v.swapaxes(0, 2), None)
case("t", [x], lambda v: v.swapaxes(-1, -2), None)
case("flatten", [x], lambda v: v.ravel(), None)
case("flattenFrom 1", [x], lambda v: v.reshape(2, 12), None)
case("reshape 4 -1 2", [x], lambda v: v.reshape(4, -1, 2), lambda v: v.reshape(4, -1, 2))
case("expandDims 0 2", [x], lambda v: np.expand_dims(v, (0, 2)), None)
case("expandDims -1 1", [x], lambda v: np.expand_dims(v, (-1, 1)), None)
case("squeeze 1", [x[:, :1]], lambda v: v.squeeze(1), None)
case("squeeze", [x[:1, :, :1]], lambda v: v.squeeze(), None)
case("broadcastTo 5 2 3 4", [x], lambda v: np.broadcast_to(v, (5, 2, 3, 4)), lambda v: v.expand(5, 2, 3, 4))
case("flip 0 2", [x], lambda v: np.flip(v, (0, 2)), lambda v: v.flip((0, 2)))
case("flip", [x], np.flip, lambda v: v.flip((0, 1, 2)))
case("select 1 -1", [x], lambda v: v[:, -1], None)
line = eighths(11)
for start, stop, step in [
    (0, 11, 1), (2, 9, 1), (-4, -1, 1), (0, 11, 2), (1, 10, 3), (3, 4, 7), (5, 5, 2), (1, -2, 4),
    (10, 0, -1), (-1, -12, -1), (9, 2, -3), (10, -12, -2), (4, 4, -1), (0, -12, -1),
]:
    # PyTorch does not go backwards, so its derivatives are those of a gather of the same places.
    places = torch.tensor(np.arange(11)[start:stop:step].copy())
    case(key("slice 0", [start, stop, step]), [line], lambda v: v[start:stop:step], lambda v: v[places])
case("slice 1 1 3 1", [x], lambda v: v[:, 1:3], lambda v: v[:, 1:3])
case("slice 2 0 4 3", [x], lambda v: v[:, :, ::3], lambda v: v[:, :, ::3])
case("pad 1 0 0 3 2 1 4", [x], lambda v: np.pad(v, ((1, 0), (0, 3), (2, 1)), constant_values=4), lambda v: torch.nn.functional.pad(v, (2, 1, 0, 3, 1, 0), value=4))
a, b, c = eighths(2, 3), eighths(2, 1), eighths(2, 4)
case("concat 1", [a, b, c], lambda *v: np.concatenate(v, 1), lambda *v: torch.cat(v, 1))
case("concat -2", [a, a + 1], lambda *v: np.concatenate(v, 0), lambda *v: torch.cat(v, 0))
for axis in [0, 1, 2, -1]:
    case(key("stack", [axis]), [a, a + 1], lambda *v: np.stack(v, axis), None)

golden.comment("---- compositions of views")
random = np.random.default_rng(13)
plane = eighths(3, 4)
case("moveAxis 0 2", [x], lambda v: np.moveaxis(v, 0, 2), None)
case("moveAxis -1 0", [x], lambda v: np.moveaxis(v, -1, 0), None)
for axis, shift in [(0, 1), (1, -1), (1, 9), (-1, 0)]:
    case(key("roll", [axis, shift]), [plane], lambda v: np.roll(v, shift, axis), None)
case("roll 0 2", [np.zeros((0, 2))], lambda v: v, None)
for times in [0, 1, 2, 3, -1]:
    case(key("rot90", [times, 0, 1]), [plane], lambda v: np.rot90(v, times), None)
case("rot90 1 2 0", [x], lambda v: np.rot90(v, 1, (2, 0)), None)
case("tile 2 3", [plane], lambda v: np.tile(v, (2, 3)), None)
case("tile 2", [plane], lambda v: np.tile(v, 2), None)
case("tile 2 1 0", [plane], lambda v: np.tile(v, (2, 1, 0)), None)
case("tile 3 2", [np.array(1.5)], lambda v: np.tile(v, (3, 2)), None)
case("repeat 0 2", [plane], lambda v: np.repeat(v, 2, 0), None)
case("repeat -1 3", [plane], lambda v: np.repeat(v, 3, -1), None)
for axis, size, step in [(0, 3, 1), (1, 2, 2), (-1, 3, 1), (1, 4, 1)]:
    windows = lambda v: np.lib.stride_tricks.sliding_window_view(v, size, axis)
    places = [slice(None)] * 2
    places[axis] = slice(None, None, step)
    case(
        key("unfold", [axis, size, step]),
        [plane],
        lambda v: windows(v)[tuple(places)],
        lambda v: v.unfold(axis, size, step),
    )
windows = eighths(2, 3, 3)
case("fold 1 5 1", [windows], lambda v: np.array([np.sum([np.pad(w, (i, 2 - i)) for i, w in enumerate(r)], 0) for r in v]), None)
for offset in [0, 1, -1, 3, -2, 5]:
    case(key("diagonal", [offset, 0, 1]), [plane], lambda v: np.diagonal(v, offset), None)
case("diagonal 0 -2 -1", [x], lambda v: np.diagonal(v, 0, -2, -1), None)
case("diagonal 1 2 0", [x], lambda v: np.diagonal(v, 1, 2, 0), None)
case("diag", [plane], np.diag, None)
case("diag", [eighths(3)], np.diag, None)
case("diag", [np.zeros(0)], np.diag, None)
for offset in [0, 2, -1]:
    case(key("diagEmbed", [offset]), [plane], lambda v: torch.diag_embed(torch.tensor(v), offset).numpy(), None)
for offset in [0, 1, -1, 7, -2**31]:
    case(key("tril", [offset]), [plane], lambda v: np.tril(v, max(offset, -9)), None)
    case(key("triu", [offset]), [plane], lambda v: np.triu(v, max(offset, -9)), None)
case("tril 0", [x], np.tril, None)
for mode, numpy_mode in [("reflect", "reflect"), ("symmetric", "symmetric"), ("edge", "edge"), ("circular", "wrap")]:
    case(f"{mode} 1 2 3 0", [plane], lambda v: np.pad(v, ((1, 2), (3, 0)), numpy_mode), None)
case("edge 0 0 5 6", [plane], lambda v: np.pad(v, ((0, 0), (5, 6)), "edge"), None)
for i in [0, 1, 2]:
    grid = [eighths(2), eighths(3), eighths(1)]
    case(key("meshgrid", [i]), grid, lambda *v: np.meshgrid(*v, indexing="ij")[i], None)

golden.comment("---- prefix scans; axis, exclusive, reverse")
random = np.random.default_rng(14)


def scan(v, axis, exclusive, reverse, accumulate, of_none):
    """All four forms of a scan, by turning the line round and putting the result of none first."""
    v = np.flip(v, axis) if reverse else v
    y = accumulate(v, axis)
    if exclusive:
        first = np.full_like(np.take(y, [0], axis), of_none)
        y = np.concatenate([first, np.delete(y, -1, axis)], axis)
    return np.flip(y, axis) if reverse else y


def torch_scan(v, axis, reverse, accumulate):
    v = v.flip(axis) if reverse else v
    y = accumulate(v, axis)
    return y.flip(axis) if reverse else y


def log_cum_sum_exp(v, axis):
    with np.errstate(divide="ignore"):
        return np.logaddexp.accumulate(v.astype(np.longdouble), axis).astype(np.float64)


small = random.integers(-4, 5, (3, 4)) / 2
nans = np.array([[3, np.nan, 5, 1], [-np.inf, 2, np.inf, np.nan], [2, 2, 1, 2]])
for name, accumulate, of_none, torch_accumulate in [
    ("cumSum", np.cumsum, 0, torch.cumsum),
    ("cumProd", np.cumprod, 1, torch.cumprod),
    ("cumMax", np.maximum.accumulate, -np.inf, None),
    ("cumMin", np.minimum.accumulate, np.inf, None),
    ("logCumSumExp", log_cum_sum_exp, -np.inf, None),
]:
    for axis in [0, -1]:
        for exclusive in [0, 1]:
            for reverse in [0, 1]:
                f = torch_accumulate and not exclusive and (lambda v: torch_scan(v, axis, reverse, torch_accumulate))
                k = key(name, [axis, exclusive, reverse])
                case(k, [small], lambda v: scan(v, axis, exclusive, reverse, accumulate, of_none), f or None)
    if name != "logCumSumExp":
        case(f"{name} 1", [nans], lambda v: accumulate(v, 1), None)
        whole = np.array([[2**31 - 1, 2, -3], [-(2**31), 5, 7]], dtype=np.int32)
        golden.case(f"{name} 1", [whole], [accumulate(whole, 1, dtype=np.int32)])
case("logCumSumExp 0", [np.array([-np.inf, -np.inf, 0, 1, -np.inf])], lambda v: log_cum_sum_exp(v, 0), None)
case("logCumSumExp 0", [np.array([1000.0, -1000, 1001, 0])], lambda v: log_cum_sum_exp(v, 0), None)
golden.case("cumMax 1 1 0", [whole], [np.array([[-(2**31), 2**31 - 1, 2**31 - 1], [-(2**31), -(2**31), 5]], dtype=np.int32)])
wide_ints = np.array([3, 1, 2])
golden.case("cumMin 0 1 1", [wide_ints], [np.array([1, 2, 2**63 - 1])])
case("cumSum 0", [np.zeros((0, 2))], lambda v: v, None)
case("diff 0", [small], lambda v: np.diff(v, axis=0), None)
case("diff -1", [small], lambda v: np.diff(v), None)
case("diff 0", [np.zeros((1, 2))], lambda v: np.diff(v, axis=0), None)
golden.comment("---- more reductions; quantiles in sixteenths, with the number of the method")
random = np.random.default_rng(15)
whole = random.integers(-3, 4, (2, 3, 4)).astype(np.float64)
for axes in [(), (0,), (1, -1)]:
    case(key("prod", axes), [whole / 2], lambda v: v.prod(axes or None), None)
    case(key("countNonZero", axes), [whole], lambda v: np.asarray(np.count_nonzero(v, axes or None)).astype(np.int32), None)
    case(key("any", axes), [whole > 2], lambda v: v.any(axes or None), None)
    case(key("all", axes), [whole > -3], lambda v: v.all(axes or None), None)
    case(key("median", axes), [x], lambda v: np.median(v, axes or None), None)
case("prodKeepDims 1", [whole], lambda v: v.prod(1, keepdims=True), None)
lines = eighths(3, 4)
case("prod 1", [lines], lambda v: v.prod(1), lambda v: v.prod(1))
zeros = np.array([[0.0, 0, 3, 2], [1, 2, 0, 4]])
case("prod 1", [zeros], lambda v: v.prod(1), lambda v: v.prod(1))
case("prod", [np.zeros((0,))], np.prod, None)
case("any", [np.zeros((0,))], lambda v: v.any(), None)
case("all", [np.zeros((0,))], lambda v: v.all(), None)
gaps = np.array([[1, np.nan, 5], [np.nan] * 3])
case("nanSum 1", [gaps], lambda v: np.nansum(v, 1), None)
case("countNonZero 1", [gaps], lambda v: np.count_nonzero(v, 1).astype(np.int32), None)
case("median 1", [np.array([[1, np.nan, 5, 0], [3, 1, np.inf, 2]])], lambda v: np.median(v, 1), None)
spread = np.array([[1.0, 3, 3, 5], [-4, 0, 0, 4], [2, 2, 2, 2]])
case("std 1", [spread], lambda v: v.std(1), None)
golden.case("sampleVariance 1", [np.array([[1.0, 2, 3], [2, 2, 2]])], [np.array([1.0, 0])])
golden.case("sampleStd 1", [np.array([[1.0, 2, 3], [2, 2, 2]])], [np.array([1.0, 0])])
for p, v in [(1, spread), (2, np.array([[3.0, 4, 0], [0, 0, 0]]))]:
    case(key("norm", [p, 1]), [v], lambda v: np.linalg.norm(v, p, 1), None)
case(key("norm", [2]), [np.array([[2.0, 4], [5, 6]])], np.linalg.norm, None)
case("logSumExp 0 2", [x], lambda v: log_sum_exp(v.transpose(1, 0, 2).reshape(3, 8), 1), None)
case("logSumExp", [x], lambda v: log_sum_exp(v.ravel(), 0), None)
METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
    "linear", "median_unbiased", "normal_unbiased", "lower", "higher", "midpoint", "nearest",
]
for number, method in enumerate(METHODS):
    if method == "median_unbiased":
        continue
    for q in [0, 4, 7, 13]:
        for n in [1, 4, 5]:
            v = random.permutation(n) * 8.0
            golden.case(key("quantile", [q, number]), [v], [np.quantile(v, q / 16, method=method)])
case("quantile 4 6 0 2", [x], lambda v: np.quantile(v, 0.25, (0, 2)), None)
for axis in [0, 1, -1]:
    case(key("argMin", [axis]), [x], lambda v: v.argmin(axis).astype(np.int32), None)
case("argMin 1", [ties], lambda v: v.argmin(1).astype(np.int32), None)
case("argMin 1", [special], lambda v: v.argmin(1).astype(np.int32), None)

golden.comment("---- order; axis, descending")


def order(v, axis, descending):
    """Places in the order of PyTorch: equals stay in theirs, NaN is largest."""
    return torch.sort(torch.tensor(v), dim=axis, descending=bool(descending), stable=True).indices.numpy()


hard = np.array([[3, np.nan, -0.0, 0, -np.inf, 3, np.nan, np.inf], [0, -0.0, 1, 1, 0, -1, -1, 5]])
long = random.integers(-20, 20, (2, 75)).astype(np.float64)
for descending in [0, 1]:
    for v, axis in [(x, 0), (x, 1), (x, -1), (hard, 1), (long, 1), (np.zeros((0, 2)), 0)]:
        k = [axis, descending]
        case(key("sort", k), [v], lambda v: np.take_along_axis(v, order(v, axis, descending), axis), None)
        case(key("argSort", k), [v], lambda v: order(v, axis, descending).astype(np.int32), None)
extremes = np.array([5, np.iinfo(np.int64).min, np.iinfo(np.int64).max, 5, -1])
golden.case("argSort 0 0", [extremes], [extremes.argsort(kind="stable").astype(np.int32)])
case("topK 1 3", [hard], lambda v: torch.topk(torch.tensor(v), 3, 1).values.numpy(), None)
case("topKIndices 1 2", [x], lambda v: torch.topk(torch.tensor(v), 2, 1).indices.numpy().astype(np.int32), None)
case("topK 0 0", [lines], lambda v: v[:0], None)
case("kthValue 1 2", [x], lambda v: np.sort(v, 1)[:, 1], None)
steps = np.array([-1.0, 0, 0, 2, 2, 2, 7, np.nan])
wanted = np.array([[-2.0, 0, -0.0, 2], [3, 7, 8, np.nan]])
for side, name in enumerate(["left", "right"]):
    case(key("searchSorted", [side]), [steps, wanted], lambda s, v: np.searchsorted(s, v, name).astype(np.int32), None)
    batch = np.sort(random.integers(0, 5, (2, 6)), 1)
    values = random.integers(0, 5, (2, 3))
    found = np.stack([np.searchsorted(s, v, name) for s, v in zip(batch, values)]).astype(np.int32)
    golden.case(key("searchSorted", [side]), [batch, values], [found])
counted = np.array([[2, 0, 2], [5, 2, 0]])
golden.case("binCount 7", [counted], [np.bincount(counted.ravel(), minlength=7).astype(np.int32)])
for v, room in [(np.array([[3.0, 1, 3], [2, 1, 3]]), 5), (np.array([2.0, np.nan, np.nan, 2]), 3), (np.array([7.0]), 2), (np.arange(4.0), 2)]:
    values, inverse, counts = np.unique(v, return_inverse=True, return_counts=True)
    fill = room - len(values)
    case(key("uniqueValues", [room]), [v], lambda _: np.pad(values, (0, max(fill, 0)), "edge")[:room], None)
    case(key("uniqueCounts", [room]), [v], lambda _: np.pad(counts, (0, max(fill, 0)))[:room].astype(np.int32), None)
    case(key("uniqueInverse", [room]), [v], lambda _: inverse.reshape(v.shape).astype(np.int32), None)
    case(key("uniqueSize", [room]), [v], lambda _: np.array(len(values), dtype=np.int32), None)
random = np.random.default_rng(17)
golden.comment("---- products; derivatives only where both operands are matrices of one batch")
for left, right in [
    ((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((5, 2, 3), (3,)), ((3,), (5, 3, 4)),
    ((5, 2, 3), (3, 4)), ((2, 3), (5, 3, 4)), ((5, 1, 2, 3), (2, 3, 4)), ((2, 0), (0, 3)),
    ((0, 2), (2, 3)), ((2, 3, 0), (0, 3)),
]:
    case("matmul", [eighths(*left), eighths(*right)], np.matmul, None)
for left, right in [((2, 3), (3, 4)), ((1, 5), (5, 1)), ((2, 3, 2, 3), (2, 3, 3, 4))]:
    case("matmul", [eighths(*left), eighths(*right)], np.matmul, torch.matmul)
    turned = lambda v: v.swapaxes(-1, -2)
    l, r = eighths(*left), eighths(*right)
    case("matmulT 1 0", [turned(l), r], lambda p, q: turned(p) @ q, lambda p, q: p.mT @ q)
    case("matmulT 0 1", [l, turned(r)], lambda p, q: p @ turned(q), lambda p, q: p @ q.mT)
    case("matmulT 1 1", [turned(l), turned(r)], lambda p, q: turned(p) @ turned(q), lambda p, q: p.mT @ q.mT)

golden.comment("---- indices")
rows = eighths(4, 3)
for indices in [np.array([2, 0, 2, 3]), np.array([[1, 1], [0, 3]], dtype=np.int32), np.zeros((0,), dtype=np.int32), np.array(3)]:
    case("gather 0", [rows, indices], lambda v, i: np.take(v, i, 0), lambda v, i: v[i.long()])
case("gather 1", [x, np.array([[2, 2, 0]])], lambda v, i: np.take(v, i, 1), lambda v, i: v[:, i])
case("gather -1", [x, np.array([3, 3], dtype=np.int32)], lambda v, i: np.take(v, i, -1), lambda v, i: v[:, :, i.long()])


def scatter_add(v, i, u):
    y = v.copy()
    np.add.at(y, i, u)
    return y


case("scatterAdd 0", [rows, np.array([2, 0, 2, 2]), eighths(4, 3)], scatter_add, lambda v, i, u: v.index_add(0, i, u))
case("scatterAdd 1", [rows, np.array([1, 1], dtype=np.int32), eighths(4, 2)], lambda v, i, u: scatter_add(v.T, i, u.T).T, lambda v, i, u: v.index_add(1, i, u))
case("scatterAdd 0", [eighths(3), np.array([[1, 1], [0, 2]]), eighths(2, 2)], scatter_add, lambda v, i, u: v.index_add(0, i.ravel(), u.ravel()))
labels = np.array([[2], [0], [1], [1]], dtype=np.int32)
case("takeAlongAxis 1", [rows, labels], lambda v, i: np.take_along_axis(v, i, 1), lambda v, i: v.gather(1, i.long()))
places = random.integers(0, 3, (2, 4))[:, None]
case("takeAlongAxis 1", [x, places], lambda v, i: np.take_along_axis(v, i, 1), lambda v, i: v.gather(1, i))
for dtype in [np.int32, np.int64]:
    some = np.array([[2, 0], [-1, 3]], dtype=dtype)
    hot = (some[..., None] == np.arange(3)).astype(np.float32)
    golden.case("oneHot -1 3", [some], [hot])
    golden.case("oneHot 0 3", [some], [np.moveaxis(hot, -1, 0)])
    golden.case("oneHot 1 3", [some], [np.moveaxis(hot, -1, 1)])

golden.comment("---- more indices")
random = np.random.default_rng(19)


def write(v, i, u):
    y = v.copy()
    for place, update in zip(i.ravel(), u.reshape(i.size, *v.shape[1:])):
        y[place] = update
    return y


def raise_to(v, i, u):
    y = v.copy()
    np.maximum.at(y, i, u)
    return y


different = np.array([2, 0, 3], dtype=np.int32)
case("scatter 0", [rows, different, eighths(3, 3)], write, lambda v, i, u: v.index_copy(0, i.long(), u))
case("scatter 0", [rows, np.array([[2, 0], [2, 2]]), eighths(2, 2, 3)], write, None)
case("scatter 1", [rows, np.array([1, 1]), eighths(4, 2)], lambda v, i, u: write(v.T, i, u.T).T, None)
# The numbers are whole, so that there are ties, of which PyTorch's derivative is right.
ties_v, ties_u = random.integers(0, 3, (4, 3)) * 1.0, random.integers(0, 3, (5, 3)) * 1.0
places = np.array([2, 0, 2, 2, 0])
case("scatterMax 0", [ties_v, places, ties_u], raise_to, lambda v, i, u: v.scatter_reduce(0, i[:, None].expand(5, 3), u, "amax"))
case("scatterMax 0", [np.array([1.0, np.nan, 3]), np.array([0, 1, 2, 0]), np.array([2.0, 5, np.nan, 1])], raise_to, None)
for axis in [0, 1, -1]:
    i = random.integers(0, x.shape[axis], np.moveaxis(np.empty((2, 3, 4)), axis, axis).shape)
    u = eighths(*i.shape)
    t = lambda v: torch.tensor(v)
    case(key("addAlongAxis", [axis]), [x, i, u], lambda v, i, u: t(v).scatter_add(axis, t(i), t(u)).numpy(), None)
    first = np.argsort(random.random(i.shape), axis)
    case(key("putAlongAxis", [axis]), [x, first, u], lambda v, i, u: t(v).scatter(axis, t(i), t(u)).numpy(), None)
case("putAlongAxis 0", [np.zeros(3), np.array([1, 1]), np.array([5.0, 7])], lambda v, i, u: np.array([0, 7.0, 0]), None)
case("gatherNd", [x, np.array([[1, 2], [0, 0], [1, 0]], dtype=np.int32)], lambda v, i: v[i[:, 0], i[:, 1]], None)
case("gatherNd", [x, np.array([[[1, 2, 3]], [[0, 0, 1]]])], lambda v, i: v[i[..., 0], i[..., 1], i[..., 2]], None)
case("gatherNd", [x, np.array([1])], lambda v, i: v[1], None)
holes = np.array([[0, 2.0, np.nan], [-1, 0, 0]])
for size in [0, 2, 3, 5]:
    found = np.flatnonzero(holes)
    case(key("flatNonZero", [size, -7]), [holes], lambda v: np.pad(found, (0, 2), constant_values=-7)[:size].astype(np.int32), None)
    mask = np.array([[True, False, True], [True, False, False]])
    case(key("maskedSelect", [size, 9]), [lines[:2, :3], mask], lambda v, m: np.pad(v[m], (0, 2), constant_values=9)[:size], None)
case("maskedSelect 2 9", [np.zeros((0, 3)), np.zeros((0, 3), dtype=bool)], lambda v, m: np.full(2, 9.0), None)
case("maskedSelect 4 0", [lines[:2, :3], np.array([True, False, True])], lambda v, m: v[:, [0, 2]].ravel(), None)
group = np.array([2, 0, 2, 2], dtype=np.int32)
case("segmentSum 4", [rows, group], lambda v, g: np.stack([v[g == k].sum(0) for k in range(4)]), None)
case("segmentMean 3", [rows, group], lambda v, g: np.stack([v[g == k].mean(0) if k != 1 else np.full(3, np.nan) for k in range(3)]), None)
case("segmentMax 3", [rows, group], lambda v, g: np.stack([v[g == k].max(0, initial=-np.inf) for k in range(3)]), None)
case("segmentSum 2", [np.arange(3.0), np.array([1, 1, 1])], lambda v, g: np.array([0.0, 3]), None)

golden.comment("---- cross-entropy")
random = np.random.default_rng(11)


def cross_entropy(v, i, axis):
    return 0 - np.take_along_axis(log_softmax(v, axis), np.expand_dims(i, axis), axis).squeeze(axis)


def torch_cross_entropy(v, i, axis):
    return torch.nn.functional.cross_entropy(v.movedim(axis, 1), i.long(), reduction="none")


for v, i, axis in [
    (eighths(4, 3), np.array([2, 0, 1, 1], dtype=np.int32), 1),
    (eighths(2, 5, 3), np.array([[4, 0, 2], [1, 1, 3]]), 1),
    (eighths(3, 2, 4), np.array([[3, 0], [1, 2], [2, 2]], dtype=np.int32), 2),
    (eighths(3, 53), np.array([52, 0, 17]), 1),
    (wide, np.array([2, 1, 0], dtype=np.int32), 1),
    (masked, np.array([1, 2, 2], dtype=np.int32), 1),
]:
    case(
        key("softmaxCrossEntropy", [axis]),
        [v, i],
        lambda v, i: cross_entropy(v, i, axis),
        lambda v, i: torch_cross_entropy(v, i, axis),
    )
case("softmaxCrossEntropy 1", [hopeless, np.array([0, 1])], lambda v, i: cross_entropy(v, i, 1), None)

golden.comment("---- smallest of updates and of groups")


def lower_to(v, i, u):
    y = v.copy()
    np.minimum.at(y, i, u)
    return y


case("scatterMin 0", [ties_v, places, ties_u], lower_to, lambda v, i, u: v.scatter_reduce(0, i[:, None].expand(5, 3), u, "amin"))
case("scatterMin 0", [np.array([1.0, np.nan, 3]), np.array([0, 1, 2, 0]), np.array([2.0, 5, np.nan, 1])], lower_to, None)
whole = np.array([-(2**31), 5, 2**31 - 1], dtype=np.int32)
golden.case("scatterMin 0", [whole, np.array([1, 2]), whole[:2]], [np.array([-(2**31), -(2**31), 5], dtype=np.int32)])
case("segmentMin 3", [rows, group], lambda v, g: np.stack([v[g == k].min(0, initial=np.inf) for k in range(3)]), None)

golden.write("array.txt")
