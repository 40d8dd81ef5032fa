"""Writes elementwise.txt: values and derivatives of the elementwise ops.

Needs numpy, mpmath, torch (pip install numpy mpmath torch). What IEEE 754 rounds exactly comes from
NumPy; functions and their derivatives from mpmath with 400 bits, rounded once; derivatives at
kinks, ties and corners from PyTorch's autograd.
"""

import warnings

import mpmath
import numpy as np
import torch
from golden import GoldenWriter
from mpmath import mpf

warnings.filterwarnings("ignore")
mpmath.mp.prec = 400
DTYPES = [np.float32, np.float64]
golden = GoldenWriter(__file__)


def grid(dtype):
    """Points of every size, from the smallest subnormal to the largest number, and beyond."""
    f = np.finfo(dtype)
    sizes = [0, f.smallest_subnormal, f.tiny, 1e-8, 1e-3, 0.25, 0.7, 1, 1.5, 3.14159, 9.3, 17.5]
    sizes += [36.9, 88.5, 95, 104, 709.5, 720, 746, 1e7, f.max, np.inf]
    random = np.random.default_rng(1).uniform(0, 4, 4)
    positive = np.array([*sizes, *random], dtype=dtype)
    return np.concatenate([positive, -positive, [dtype(np.nan)]]).astype(dtype)


def pairs(dtype):
    """All pairs of a few numbers, of which several are equal."""
    f = np.finfo(dtype)
    some = np.array(
        [-np.inf, -2.5, -1, -0.0, 0, f.smallest_subnormal, 1 / 3, 1, 3, f.max, np.inf, np.nan],
        dtype=dtype,
    )
    return [a.ravel() for a in np.meshgrid(some, some, indexing="ij")]


def rounded(value, dtype):
    """Rounds what mpmath computed; complex results stand for NaN."""
    if isinstance(value, mpmath.mpc):
        return dtype(np.nan)
    try:
        return dtype(float(value))
    except OverflowError:
        return dtype(np.inf if value > 0 else -np.inf)


def precisely(exact, special, x):
    """Applies a function of mpmath to finite numbers, one of NumPy to 0, ±∞ and NaN."""
    y = special(x)
    for i, v in enumerate(x):
        if np.isfinite(v) and v != 0:
            y[i] = rounded(exact(mpf(float(v))), x.dtype.type)
    return y


# --------------------------------------------------------------- Java's minimum orders −0 below +0


def minimum(a, b):
    return np.where((a == 0) & (b == 0), np.where(np.signbit(a), a, b), np.minimum(a, b))


def maximum(a, b):
    return np.where((a == 0) & (b == 0), np.where(np.signbit(a), b, a), np.maximum(a, b))


# ------------------------------------------------------------------------------------------- values

EXACT = {
    "neg": lambda x: -x,
    "abs": np.abs,
    "sign": lambda x: np.where(x == 0, x, np.sign(x)),
    "floor": np.floor,
    "square": lambda x: x * x,
    "sqrt": np.sqrt,
    "relu": lambda x: maximum(x, np.zeros_like(x)),
    "leakyRelu": lambda x: np.where(x > 0, x, x.dtype.type(0.01) * x),
    "clamp": lambda x: minimum(
        maximum(x, np.full_like(x, -0.5)), np.full_like(x, 1.5)
    ),
    "stopGradient": lambda x: x,
}


def elu(x):
    return x if x > 0 else mpmath.expm1(x) * mpf("0.75")


# Each with the function for 0, ±∞ and NaN, and the derivative.
FUNCTIONS = {
    "exp": (mpmath.exp, np.exp, mpmath.exp),
    "expm1": (mpmath.expm1, np.expm1, mpmath.exp),
    "log": (mpmath.log, np.log, lambda x: 1 / x),
    "log1p": (
        lambda x: mpf("-inf") if x == -1 else mpmath.log1p(x),
        np.log1p,
        lambda x: mpf("inf") if x == -1 else 1 / (1 + x),
    ),
    "sin": (mpmath.sin, np.sin, mpmath.cos),
    "cos": (mpmath.cos, np.cos, lambda x: -mpmath.sin(x)),
    "tanh": (mpmath.tanh, np.tanh, lambda x: 1 / mpmath.cosh(x) ** 2),
    "erf": (
        mpmath.erf,
        lambda x: np.where(np.isinf(x), np.sign(x), x),
        lambda x: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-(x**2)),
    ),
    "gelu": (
        lambda x: x * mpmath.ncdf(x) if abs(x) < 1000 else max(x, mpf(0)),
        lambda x: np.where(x == -np.inf, -0.0, x),
        lambda x: mpmath.ncdf(x) + x * mpmath.npdf(x),
    ),
    "sigmoid": (
        lambda x: 1 / (1 + mpmath.exp(-x)),
        lambda x: 1 / (1 + np.exp(-x)),
        lambda x: 1 / (2 + 2 * mpmath.cosh(x)),
    ),
    "softplus": (
        lambda x: mpmath.log1p(mpmath.exp(x)),
        lambda x: np.log1p(np.exp(x)),
        lambda x: 1 / (1 + mpmath.exp(-x)),
    ),
    "elu": (
        elu,
        lambda x: np.where(x > 0, x, x.dtype.type(0.75) * np.expm1(x)),
        lambda x: mpf(1) if x > 0 else mpmath.exp(x) * mpf("0.75"),
    ),
    "powScalar": (lambda x: x**3, lambda x: x**3, lambda x: 3 * x**2),
    "sqrt": (mpmath.sqrt, np.sqrt, lambda x: 1 / (2 * mpmath.sqrt(x))),
    "square": (lambda x: x**2, np.square, lambda x: 2 * x),
}


def power(a, b):
    """IEEE's pow, rounded once where it is a number."""
    y = np.power(a, b)
    for i, (base, e) in enumerate(zip(a, b)):
        if np.isfinite(base) and np.isfinite(e) and base != 0:
            if abs(e) < 1e30:
                exact = mpmath.power(mpf(float(base)), mpf(float(e)))
                y[i] = rounded(exact, a.dtype.type)
    return y


BINARY = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "minimum": minimum,
    "maximum": maximum,
    "pow": power,
    "less": np.less,
    "lessEqual": np.less_equal,
    "greater": np.greater,
    "greaterEqual": np.greater_equal,
    "equal": np.equal,
    "notEqual": np.not_equal,
}


def java_integer(x, dtype):
    """Cuts off fractions, holds what is too large at the ends, makes NaN 0, as Java does."""
    info = np.iinfo(dtype)
    whole = [0 if np.isnan(v) else max(info.min, min(info.max, v)) for v in x]
    return np.array([info.max if v >= info.max else int(v) for v in whole], dtype=dtype)


for dtype in DTYPES:
    golden.comment(f"---- values in {dtype.__name__}")
    x = grid(dtype)
    a, b = pairs(dtype)
    golden.name("x", x)
    golden.name("a", a)
    golden.name("b", b)
    for key, f in EXACT.items():
        golden.case(key, [x], [f(x)])
    for key, (f, special, _) in FUNCTIONS.items():
        if key not in EXACT:
            golden.case(key, [x], [precisely(f, special, x)])
    for key, f in BINARY.items():
        golden.case(key, [a, b], [f(a, b)])
    golden.name("c", a > 0)
    golden.case("where", [a > 0, a, b], [np.where(a > 0, a, b)])
    golden.case("cast f64", [x], [x.astype(np.float64)])
    golden.case("cast f32", [x], [x.astype(np.float32)])
    golden.case("cast i32", [x], [java_integer(x, np.int32)])
    golden.case("cast i64", [x], [java_integer(x, np.int64)])
    golden.case("cast bool", [x], [x != 0])

golden.comment("---- integers and truth values")
for dtype in [np.int32, np.int64]:
    info = np.iinfo(dtype)
    some = np.array([info.min, -7, -1, 0, 1, 2, 7, info.max], dtype=dtype)
    a, b = (v.ravel() for v in np.meshgrid(some, some, indexing="ij"))
    golden.name("a", a)
    golden.name("b", b)
    quotient = [0 if d == 0 else int(abs(int(n)) // abs(int(d))) for n, d in zip(a, b)]
    signs = np.sign(a.astype(float)) * np.sign(b.astype(float))
    wrapped = [(int(s) * q + 2**63) % 2**64 - 2**63 for s, q in zip(signs, quotient)]
    golden.case("div", [a, b], [np.array(wrapped).astype(dtype)])
    for key in ["add", "sub", "mul", "less", "lessEqual", "greater", "equal", "notEqual"]:
        golden.case(key, [a, b], [BINARY[key](a, b)])
    golden.case("minimum", [a, b], [np.minimum(a, b)])
    golden.case("maximum", [a, b], [np.maximum(a, b)])
    golden.case("and", [a, b], [a & b])
    golden.case("or", [a, b], [a | b])
    golden.name("some", some)
    for key in ["neg", "abs", "sign", "square"]:
        golden.case(key, [some], [EXACT[key](some).astype(dtype)])
    golden.case("relu", [some], [np.maximum(some, 0)])
    golden.case("clamp", [some], [np.clip(some, 0, 1)])
    golden.case("cast f32", [some], [some.astype(np.float32)])
    golden.case("cast f64", [some], [some.astype(np.float64)])
    golden.case("cast bool", [some], [some != 0])
golden.case("cast i32", [some], [some.astype(np.int32)])
p, q = np.array([False, False, True, True]), np.array([False, True, False, True])
golden.case("and", [p, q], [p & q])
golden.case("or", [p, q], [p | q])
golden.case("not", [p], [~p])
golden.case("equal", [p, q], [p == q])
golden.case("notEqual", [p, q], [p != q])
golden.case("cast f32", [p], [p.astype(np.float32)])
golden.case("cast f64", [p], [p.astype(np.float64)])
golden.case("cast i64", [p], [p.astype(np.int64)])

# -------------------------------------------------------------------------------------- derivatives


def torch_vjp(f, inputs, dy):
    leaves = [torch.tensor(v, requires_grad=v.dtype.kind == "f") for v in inputs]
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    return [g.numpy() for g in torch.autograd.grad(f(*leaves), wanted, torch.tensor(dy))]


for dtype in DTYPES:
    golden.comment(f"---- derivatives of smooth functions in {dtype.__name__}")
    f = np.finfo(dtype)
    sizes = [f.tiny, 1e-8, 1e-3, 0.25, 0.7, 1.5, 3.14159, 9.3, 17.5, 36.9, 80]
    x = np.array(sizes, dtype=dtype)
    x = np.concatenate([x, -x])
    dy = np.random.default_rng(2).uniform(-2, 2, x.size).astype(dtype)
    golden.name("x", x)
    golden.name("dy", dy)
    for key, (_, _, derivative) in FUNCTIONS.items():
        at = x[x > 0] if key in ("log", "sqrt") else x[x > -1] if key == "log1p" else x
        cotangent = dy[: at.size]
        dx = [derivative(mpf(float(v))) * mpf(float(d)) for v, d in zip(at, cotangent)]
        rows = np.array([rounded(v, dtype) for v in dx])
        golden.case(f"{key} vjp", [at, cotangent], [rows])
    a = np.array([0.3, 0.9, 1.7, 12.5, 1e-3, 4], dtype=dtype)
    b = np.array([-3.5, 0.01, 2, 5.25, 3, -1], dtype=dtype)
    dy = dy[: a.size]
    mpa, mpb, mpd = ([mpf(float(v)) for v in w] for w in (a, b, dy))
    powers = [
        [rounded(d * e * v ** (e - 1), dtype) for v, e, d in zip(mpa, mpb, mpd)],
        [rounded(d * v**e * mpmath.log(v), dtype) for v, e, d in zip(mpa, mpb, mpd)],
    ]
    golden.case("pow vjp", [a, b, dy], [np.array(v) for v in powers])
    quotients = [
        [rounded(d / v, dtype) for v, d in zip(mpb, mpd)],
        [rounded(-d * n / v**2, dtype) for n, v, d in zip(mpa, mpb, mpd)],
    ]
    golden.case("div vjp", [a, b, dy], [np.array(v) for v in quotients])

KINKED = {
    "relu": torch.relu,
    "leakyRelu": lambda x: torch.nn.functional.leaky_relu(x, 0.01),
    "elu": lambda x: torch.nn.functional.elu(x, 0.75),
    "abs": torch.abs,
    "clamp": lambda x: torch.clamp(x, -0.5, 1.5),
}
golden.comment("---- derivatives at kinks, ties and corners, by PyTorch")
for dtype in DTYPES:
    x = np.array([-np.inf, -3, -0.5, -0.0, 0, 0.5, 1.5, 2, np.inf], dtype=dtype)
    dy = np.array([0.5, -2, 1.25, 3, -7, 4, -0.25, 1, 2], dtype=dtype)
    for key, f in KINKED.items():
        if key == "elu":
            golden.case("elu vjp", [x[3:], dy[3:]], torch_vjp(f, [x[3:]], dy[3:]))
        else:
            golden.case(f"{key} vjp", [x, dy], torch_vjp(f, [x], dy))
    a = np.array([1, 2, 2, -0.0, np.inf, -np.inf], dtype=dtype)
    b = np.array([2, 1, 2, 0.0, np.inf, 5], dtype=dtype)
    dy = np.array([3, -5, 4, 0.5, 2, 1], dtype=dtype)
    golden.case("minimum vjp", [a, b, dy], torch_vjp(torch.minimum, [a, b], dy))
    golden.case("maximum vjp", [a, b, dy], torch_vjp(torch.maximum, [a, b], dy))
    c = a > 1
    golden.case("where vjp", [c, a, b, dy], torch_vjp(torch.where, [c, a, b], dy))
    a = np.array([0, 0, 0, 0, 2, -2, np.finfo(dtype).smallest_subnormal], dtype=dtype)
    b = np.array([0, 1, 2, 3.5, 0, 3, 0], dtype=dtype)
    dy = np.array([2, -3, 5, 0.5, 4, 0.25, 1.5], dtype=dtype)
    da = torch_vjp(torch.pow, [a, b], dy)[0]
    golden.case("pow vjp a", [a, b, dy], [da])
    a, b, dy = a[:4], b[:4], dy[:4]
    golden.case("pow vjp b", [a, b, dy], torch_vjp(torch.pow, [a, b], dy)[1:])
    a = np.array([1, 1, 1, np.nan, np.inf, -np.inf, -1, -1, 0, -2], dtype=dtype)
    b = np.array([np.nan, np.inf, -np.inf, 0, 0, 0, np.inf, np.nan, -1, 2], dtype=dtype)
    dy = np.array([2, -3, 5, 0.5, 4, 0.25, 1.5, 1, 2, 3], dtype=dtype)
    golden.case("pow vjp", [a, b, dy], torch_vjp(torch.pow, [a, b], dy))

golden.write("elementwise.txt")
