"""Writes functions.txt and function-errors.csv: elementary and special functions, and activations.

Needs numpy and mpmath (pip install numpy mpmath). Functions and their derivatives come from mpmath
with 400 bits, rounded once; what IEEE 754 and NumPy define for 0, ±∞ and NaN is stated or comes from
NumPy. A line of function-errors.csv holds the op, its parameters, which output it is (0 the value, 1
the derivative by the first input and so on), the inputs, the double next to the output, and what the
output is beyond it in hundredths of its last place.
"""

import math
import os
import warnings

import mpmath
import numpy as np
from golden import RESOURCES, GoldenWriter
from mpmath import mpf, pi

warnings.filterwarnings("ignore")
mpmath.mp.prec = 400
DTYPES = [np.float32, np.float64]
INF, NAN = math.inf, math.nan
golden = GoldenWriter(__file__)


def grid(dtype):
    """Points of every size, from the smallest subnormal to the largest number, and beyond."""
    f = np.finfo(dtype)
    sizes = [0, f.smallest_subnormal, f.tiny, 1e-8, 1e-3, 0.25, 0.7, 1, 1.5, 3, 9.3, 17.5]
    sizes += [36.9, 88.5, 104, 709.5, 746, 1e7, f.max, np.inf]
    positive = np.array(sizes, dtype=dtype)
    return np.concatenate([positive, -positive, [dtype(np.nan)]]).astype(dtype)


def pairs(dtype):
    """All pairs of a few numbers, of which several are equal."""
    f = np.finfo(dtype)
    some = [-np.inf, -2.5, -1, -0.0, 0, f.smallest_subnormal, 1 / 3, 1, 3, f.max, np.inf, np.nan]
    return [a.ravel() for a in np.meshgrid(*2 * [np.array(some, dtype=dtype)], indexing="ij")]


def rounded(value, dtype):
    """Rounds what mpmath computed; complex results stand for NaN."""
    if isinstance(value, mpmath.mpc):
        return dtype(np.nan)
    try:
        return dtype(float(value))
    except OverflowError:
        return dtype(np.inf if value > 0 else -np.inf)


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def cbrt(x):
    return mpmath.sign(x) * mpmath.cbrt(abs(x))


def swish_slope(beta):
    return lambda x: sigmoid(beta * x) * (1 + beta * x * sigmoid(-beta * x))


def mish_slope(x):
    # 1 − tanh² without a difference
    u = mpmath.log1p(mpmath.exp(x))
    return mpmath.tanh(u) + x * sigmoid(x) / mpmath.cosh(u) ** 2


def gelu_argument(x, factor=1):
    return mpmath.sqrt(8 / pi) * (x + factor * mpf(0.044715) * x**3)


def gelu_slope(x):
    u = gelu_argument(x)
    return sigmoid(u) * (1 + gelu_argument(x, 3) * sigmoid(-u))


SCALE = mpf(1.0507009873554804934193349852946)
SCALE_ALPHA = mpf(1.0507009873554804934193349852946 * 1.6732632423543772848170429916717)


def tanh_shrink(x):
    return x**3 / 3 if abs(x) < 1e-30 else x - mpmath.tanh(x)


def sinc_slope(x):
    return -(pi**2) * x / 3 if abs(x) < 1e-30 else (mpmath.cos(pi * x) - mpmath.sincpi(x)) / x


def inside(*domain):
    """Makes a function infinite or NaN where mpmath would divide by 0 or go astray."""

    def wrap(f):
        def g(x):
            for at, value in domain:
                if x == at:
                    return mpf(value)
            return f(x)

        return g

    return wrap


# Function, what it is at 0, −0, ∞ and −∞, derivative, and where to look for the largest errors.
FUNCTIONS = {
    "reciprocal": (lambda x: 1 / x, [INF, -INF, 0.0, -0.0], lambda x: -1 / x**2, [(-3, 3)]),
    "rsqrt": (lambda x: 1 / mpmath.sqrt(x), [INF, -INF, 0.0, NAN], lambda x: -1 / (2 * x * mpmath.sqrt(x)), [(0, 4)]),
    "cbrt": (cbrt, [0.0, -0.0, INF, -INF], lambda x: 1 / (3 * cbrt(x) ** 2), [(-3, 3)]),
    "erfc": (lambda x: mpmath.erfc(x) if abs(x) < 1000 else mpf(0 if x > 0 else 2), [1.0, 1.0, 0.0, 2.0], lambda x: -2 / mpmath.sqrt(pi) * mpmath.exp(-(x**2)), [(-3, 3), (0, 26)]),
    "exp2": (lambda x: mpmath.power(2, x), [1.0, 1.0, INF, 0.0], lambda x: mpmath.power(2, x) * mpmath.log(2), [(-1, 1), (-1070, 1020)]),
    "log2": (lambda x: mpmath.log(x) / mpmath.log(2), [-INF, -INF, INF, NAN], lambda x: 1 / (x * mpmath.log(2)), [(0.5, 2), (0, 30)]),
    "log10": (lambda x: mpmath.log(x) / mpmath.log(10), [-INF, -INF, INF, NAN], lambda x: 1 / (x * mpmath.log(10)), [(0.5, 2), (0, 30)]),
    "sinh": (mpmath.sinh, [0.0, -0.0, INF, -INF], mpmath.cosh, [(-2, 2), (-700, 700)]),
    "cosh": (mpmath.cosh, [1.0, 1.0, INF, INF], mpmath.sinh, [(-2, 2), (-700, 700)]),
    "tan": (mpmath.tan, [0.0, -0.0, NAN, NAN], lambda x: 1 / mpmath.cos(x) ** 2, [(-2, 2), (-100, 100)]),
    "asin": (mpmath.asin, [0.0, -0.0, NAN, NAN], inside((1, INF), (-1, INF))(lambda x: 1 / mpmath.sqrt((1 - x) * (1 + x))), [(-1, 1)]),
    "acos": (mpmath.acos, [math.pi / 2, math.pi / 2, NAN, NAN], inside((1, -INF), (-1, -INF))(lambda x: -1 / mpmath.sqrt((1 - x) * (1 + x))), [(-1, 1)]),
    "atan": (mpmath.atan, [0.0, -0.0, math.pi / 2, -math.pi / 2], lambda x: 1 / (1 + x**2), [(-3, 3)]),
    "asinh": (mpmath.asinh, [0.0, -0.0, INF, -INF], lambda x: 1 / mpmath.sqrt(1 + x**2), [(-3, 3)]),
    "acosh": (mpmath.acosh, [NAN, NAN, INF, NAN], lambda x: 1 / mpmath.sqrt((x - 1) * (x + 1)) if x > 1 else mpmath.mpc(0, 1), [(1, 2), (1, 50)]),
    "atanh": (inside((1, INF), (-1, -INF))(mpmath.atanh), [0.0, -0.0, NAN, NAN], lambda x: 1 / ((1 - x) * (1 + x)), [(-1, 1)]),
    "sinc": (mpmath.sincpi, [1.0, 1.0, 0.0, 0.0], sinc_slope, [(-2, 2)]),
    "logit": (inside((1, INF))(lambda x: mpmath.log(x / (1 - x)) if 0 < x < 1 else mpf(NAN)), [-INF, -INF, NAN, NAN], lambda x: 1 / (x * (1 - x)), [(0, 1), (0.4, 0.6)]),
    "entropy": (lambda x: -x * mpmath.log(x) if x > 0 else mpf(-INF), [0.0, 0.0, -INF, -INF], lambda x: -mpmath.log(x) - 1, [(0, 2)]),
    "hardSigmoid": (lambda x: min(max(x + 3, mpf(0)), mpf(6)) / 6, [0.5, 0.5, 1.0, 0.0], lambda x: mpf(1) / 6 if abs(x) < 3 else mpf(0), [(-4, 4)]),
    "hardSwish": (lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6, [0.0, -0.0, INF, 0.0], lambda x: (2 * x + 3) / 6 if abs(x) < 3 else mpf(x > 0), [(-4, 4)]),
    "softsign": (lambda x: x / (1 + abs(x)), [0.0, -0.0, 1.0, -1.0], lambda x: 1 / (1 + abs(x)) ** 2, [(-3, 3)]),
    "logSigmoid": (lambda x: -mpmath.log1p(mpmath.exp(-x)), [-math.log(2)] * 2 + [-0.0, -INF], lambda x: sigmoid(-x), [(-9, 9), (-740, 740)]),
    "swish 1": (lambda x: x * sigmoid(x), [0.0, -0.0, INF, 0.0], swish_slope(1), [(-9, 9), (-740, 740)]),
    "swish 1.625": (lambda x: x * sigmoid(mpf(1.625) * x), [0.0, -0.0, INF, 0.0], swish_slope(mpf(1.625)), [(-9, 9), (-440, 440)]),
    "mish": (lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))), [0.0, -0.0, INF, 0.0], mish_slope, [(-9, 9), (-740, 100)]),
    "geluTanh": (lambda x: x * sigmoid(gelu_argument(x)), [0.0, -0.0, INF, 0.0], gelu_slope, [(-3, 3), (-21, 5)]),
    "selu": (lambda x: SCALE * x if x > 0 else SCALE_ALPHA * mpmath.expm1(x), [0.0, -0.0, INF, -float(SCALE_ALPHA)], lambda x: SCALE if x > 0 else SCALE_ALPHA * mpmath.exp(x), [(-3, 3), (-740, 0)]),
    "celu 0.75": (lambda x: x if x > 0 else mpf(0.75) * mpmath.expm1(x / mpf(0.75)), [0.0, -0.0, INF, -0.75], lambda x: mpf(1) if x > 0 else mpmath.exp(x / mpf(0.75)), [(-3, 3), (-550, 0)]),
    "tanhShrink": (tanh_shrink, [0.0, -0.0, INF, -INF], lambda x: mpmath.tanh(x) ** 2, [(-2, 2)]),
}


def gamma_pole(f, pole):
    """Makes a function what it is by convention at negative integers."""
    return lambda x: pole if x < 0 and x == mpmath.floor(x) else f(x)


def positive(f):
    """Leaves out negative numbers, where large terms cancel."""
    return lambda x: f(x) if x > 0 else mpmath.mpc(0, 1)


def erfinv_slope(x):
    return mpmath.sqrt(pi) / 2 * mpmath.exp(mpmath.erfinv(x) ** 2)


# As above, with larger errors where terms cancel.
SPECIAL = {
    "erfinv": (lambda x: mpmath.erfinv(x) if abs(x) < 1 else mpf(INF if x == 1 else -INF if x == -1 else NAN), [0.0, -0.0, NAN, NAN], lambda x: mpmath.sqrt(pi) / 2 * mpmath.exp(mpmath.erfinv(x) ** 2) if abs(x) < 1 else mpmath.mpc(0, 1)),
    "erfinvSlope": (lambda x: erfinv_slope(x) if abs(x) < 1 else mpf(INF if abs(x) == 1 else NAN), [float(erfinv_slope(mpf(0)))] * 2 + [NAN, NAN], lambda x: 2 * mpmath.erfinv(x) * erfinv_slope(x) ** 2 if abs(x) < 1 else mpmath.mpc(0, 1)),
    "lgamma": (gamma_pole(lambda x: mpmath.loggamma(x).real, mpf(INF)), [INF, INF, INF, INF], positive(mpmath.digamma)),
    "polygamma 0": (gamma_pole(mpmath.digamma, mpf(NAN)), [-INF, INF, INF, NAN], positive(lambda x: mpmath.polygamma(1, x))),
    "polygamma 1": (gamma_pole(lambda x: mpmath.polygamma(1, x), mpf(INF)), [INF, INF, 0.0, INF], positive(lambda x: mpmath.polygamma(2, x))),
}

EXACT = {
    "ceil": np.ceil,
    "round": np.rint,
    "trunc": np.trunc,
    "isNan": np.isnan,
    "isInf": np.isinf,
    "isFinite": np.isfinite,
    "nanToNum": np.nan_to_num,
    "hardTanh": lambda x: np.where(np.isnan(x), x, np.clip(x, -0.5, 1)).astype(x.dtype),
    "softShrink": lambda x: np.where(np.isnan(x), x, np.where(x > 0.5, x - x.dtype.type(0.5), np.where(x < -0.5, x + x.dtype.type(0.5), x * 0))),
    "hardShrink": lambda x: np.where(np.abs(x) <= 0.5, x.dtype.type(0), x),
    "threshold": lambda x: np.where(x <= 0.5, x.dtype.type(-2), x),
}


def finite(x, y):
    return mpmath.isfinite(x) and mpmath.isfinite(y)


def precisely(exact, special):
    """Applies a function of mpmath to finite numbers other than 0, one of NumPy to others."""

    def f(a, b):
        y = special(a, b)
        for i, (v, w) in enumerate(zip(a, b)):
            if np.isfinite(v) and np.isfinite(w) and v != 0 and w != 0:
                y[i] = rounded(exact(mpf(float(v)), mpf(float(w))), a.dtype.type)
        return y

    return f


def log_sum(a, b):
    return max(a, b) + mpmath.log1p(mpmath.exp(-abs(a - b)))


BINARY = {
    "copySign": np.copysign,
    "hypot": precisely(mpmath.hypot, np.hypot),
    "atan2": precisely(mpmath.atan2, np.arctan2),
    "logAddExp": precisely(log_sum, np.logaddexp),
    "xlogy": precisely(lambda a, b: a * mpmath.log(b), lambda a, b: np.where((a == 0) & ~np.isnan(b), 0, a * np.log(b)).astype(a.dtype)),
    "xlog1py": precisely(lambda a, b: a * (mpf(-INF) if b == -1 else mpmath.log1p(b)), lambda a, b: np.where((a == 0) & ~np.isnan(b), 0, a * np.log1p(b)).astype(a.dtype)),
}
SLOPES = {
    "hypot": [lambda a, b: a / mpmath.hypot(a, b), lambda a, b: b / mpmath.hypot(a, b)],
    "atan2": [lambda a, b: b / (a * a + b * b), lambda a, b: -a / (a * a + b * b)],
    "logAddExp": [lambda a, b: sigmoid(a - b), lambda a, b: sigmoid(b - a)],
    "xlogy": [lambda a, b: mpmath.log(b), lambda a, b: a / b],
    "xlog1py": [lambda a, b: mpmath.log1p(b), lambda a, b: a / (1 + b)],
}

for dtype in DTYPES:
    golden.comment(f"---- values in {dtype.__name__}")
    x = grid(dtype)
    a, b = pairs(dtype)
    golden.name("x", x)
    golden.name("a", a)
    golden.name("b", b)
    for key, f in EXACT.items():
        golden.case(key, [x], [f(x)])
    for key, (f, special, *_) in (FUNCTIONS | SPECIAL).items():
        y = []
        for v in x:
            if np.isnan(v):
                y.append(NAN)
            elif v == 0:
                y.append(special[1 if np.signbit(v) else 0])
            elif np.isinf(v):
                y.append(special[2 if v > 0 else 3])
            else:
                y.append(rounded(f(mpf(float(v))), dtype))
        golden.case(key, [x], [np.array(y, dtype=dtype)])
    for key, f in BINARY.items():
        golden.case(key, [a, b], [f(a, b)])
    near = ~(np.abs(a.astype(np.float64) / b.astype(np.float64)) >= 2.0**60) | (b == 0) | np.isinf(a)
    golden.case("fmod", [a[near], b[near]], [np.fmod(a[near], b[near])])
    golden.case("remainder", [a[near], b[near]], [np.remainder(a[near], b[near])])
    golden.comment(f"---- derivatives in {dtype.__name__}")
    f = np.finfo(dtype)
    sizes = [f.tiny, 1e-8, 1e-3, 0.25, 0.7, 1.5, 4.14159, 9.3, 17.5, 36.9, 80]
    x = np.array(sizes, dtype=dtype)
    x = np.concatenate([x, -x])
    dy = np.random.default_rng(2).uniform(-2, 2, x.size).astype(dtype)
    for key, (_, _, slope, *_) in (FUNCTIONS | SPECIAL).items():
        dx = [slope(mpf(float(v))) for v in x]
        kept = np.array([not isinstance(d, mpmath.mpc) for d in dx])
        dx = [d * mpf(float(c)) for d, c, k in zip(dx, dy, kept) if k]
        golden.case(f"{key} vjp", [x[kept], dy[kept]], [np.array([rounded(v, dtype) for v in dx])])
    a = np.array([0.3, 0.9, 1.7, 12.5, 1e-3, 4], dtype=dtype)
    b = np.array([3.5, 0.01, 2, 5.25, 3, 1.5], dtype=dtype)
    dy = dy[: a.size]
    for key, slopes in SLOPES.items():
        rows = [[d(mpf(float(v)), mpf(float(w))) * mpf(float(c)) for v, w, c in zip(a, b, dy)] for d in slopes]
        golden.case(f"{key} vjp", [a, b, dy], [np.array([rounded(v, dtype) for v in row]) for row in rows])
    w = np.array([0, 0.25, 0.5, 0.75, 1, -1], dtype=dtype)
    blend = [rounded(mpf(float(u)) + mpf(float(t)) * (mpf(float(v)) - mpf(float(u))), dtype) for u, v, t in zip(a, b, w)]
    golden.case("lerp", [a, b, w], [np.array(blend)])

golden.comment("---- integers and truth values")
for dtype in [np.int32, np.int64]:
    info = np.iinfo(dtype)
    some = np.array([info.min, -7, -1, 0, 1, 2, 7, info.max], dtype=dtype)
    a, b = (v.ravel() for v in np.meshgrid(some, some, indexing="ij"))
    golden.name("a", a)
    golden.name("b", b)
    golden.case("bitXor", [a, b], [a ^ b])
    golden.case("not", [some], [~some])
    golden.case("fmod", [a, b], [np.fmod(a, b)])
    golden.case("remainder", [a, b], [np.remainder(a, b)])
    distance = np.abs(b % 32)
    golden.case("shiftLeft", [a, distance], [np.left_shift(a, distance)])
    golden.case("shiftRight", [a, distance], [np.right_shift(a, distance)])
p, q = np.array([False, False, True, True]), np.array([False, True, False, True])
golden.case("bitXor", [p, q], [p ^ q])
golden.write("functions.txt")

# ------------------------------------------------------------------------------------------- errors


def nearest(value):
    """Returns the double next to a number."""
    if abs(value) >= mpf(2) ** 1024 - mpf(2) ** 970:
        return math.inf if value > 0 else -math.inf
    if abs(value) < mpf(2) ** -1022:
        return math.ldexp(float(mpmath.nint(value * mpf(2) ** 1074)), -1074)
    return float(value)


def error_line(name, output, inputs, value):
    double = nearest(value)
    if math.isinf(double) or isinstance(value, mpmath.mpc) or double == 0:
        return []
    beyond = int(mpmath.nint((value - mpf(double)) / mpf(math.ulp(double)) * 100))
    return [",".join([name, str(output), *(repr(float(v)) for v in inputs), repr(double), str(beyond)])]


rng = np.random.default_rng(3)
lines = []
for key, (f, _, slope, places) in FUNCTIONS.items():
    name = key.replace(" ", ",") if " " in key else key + ","
    for low, high in places:
        for v in rng.uniform(low, high, 36 // len(places)).tolist():
            lines += error_line(name, 0, [v], f(mpf(v))) + error_line(name, 1, [v], slope(mpf(v)))
    low, high = min(p[0] for p in places), max(p[1] for p in places)
    for _ in range(12):
        v = math.ldexp(1 + rng.random(), int(rng.integers(-1022, 10))) * (1 if low >= 0 else rng.choice([-1, 1]))
        if low <= v <= high:
            lines += error_line(name, 0, [v], f(mpf(v))) + error_line(name, 1, [v], slope(mpf(v)))
for key, slopes in SLOPES.items():
    exact = {"hypot": mpmath.hypot, "atan2": mpmath.atan2, "logAddExp": log_sum}
    exact |= {"xlogy": lambda a, b: a * mpmath.log(b), "xlog1py": lambda a, b: a * mpmath.log1p(b)}
    for _ in range(30):
        v = math.ldexp(1 + rng.random(), int(rng.integers(-8, 8)))
        w = math.ldexp(1 + rng.random(), int(rng.integers(-8, 8)))
        for output, g in enumerate([exact[key], *slopes]):
            lines += error_line(key + ",", output, [v, w], g(mpf(v), mpf(w)))
with open(os.path.join(RESOURCES, "function-errors.csv"), "w", encoding="utf-8") as out:
    out.write("\n".join(lines) + "\n")
