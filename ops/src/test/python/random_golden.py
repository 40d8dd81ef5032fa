"""Writes random.txt and gamma.txt.

Needs numpy, scipy and mpmath (pip install numpy scipy mpmath). random.txt holds points and the
probability that a random number does not exceed them; a key holds the distribution and its
parameters. gamma.txt holds shapes α, logarithms ℓ of gamma numbers, and −∂ⁿF/∂αⁿ/f there, from
differences of mpmath's incomplete gamma function with 60 digits.
"""

import mpmath
import numpy as np
from golden import GoldenWriter
from scipy import stats

golden = GoldenWriter(__file__)
TAIL = np.array([1e-4, 3e-4, 1e-3, 3e-3, 1e-2])
LEVELS = np.concatenate([TAIL, np.arange(1, 32) / 32, 1 - TAIL[::-1]])


def continuous(key, distribution):
    points = distribution.ppf(LEVELS)
    golden.case(key, [points], [distribution.cdf(points)])


def discrete(key, distribution):
    points = np.unique(distribution.ppf(LEVELS))
    golden.case(key, [points], [distribution.cdf(points)])


for low, high in [(-2, 2), (-np.inf, np.inf), (-0.5, 1), (0.5, 0.75), (0, np.inf), (3, np.inf), (8, 8.1), (-30, -7), (-9, -3)]:
    continuous(f"truncatedNormal {low} {high}", stats.truncnorm(low, high))
for rate in [1, 0.25]:
    continuous(f"exponential {rate}", stats.expon(scale=1 / rate))
continuous("laplace -1 2", stats.laplace(-1, 2))
continuous("gumbel 3 0.5", stats.gumbel_r(3, 0.5))
continuous("normal -3 0.5", stats.norm(-3, 0.5))
for shape in [0.03, 0.4, 1, 1.7, 9, 140, 1e6]:
    continuous(f"gamma {shape} 2", stats.gamma(shape, scale=0.5))
for a, b in [(0.2, 0.3), (1, 1), (2.5, 0.7), (40, 90)]:
    continuous(f"beta {a} {b}", stats.beta(a, b))
for rate in [0.01, 0.7, 4, 9.9, 10.1, 31, 900, 1e6]:
    discrete(f"poisson {rate}", stats.poisson(rate))
for n, p in [(1, 0.3), (12, 0.5), (90, 0.1), (90, 0.9), (25, 0.41), (1000, 0.35), (100000, 0.9), (10000000, 0.3)]:
    discrete(f"binomial {n} {p}", stats.binom(n, p))
golden.write("random.txt")

mpmath.mp.dps = 60
gamma = GoldenWriter(__file__)


def slope(order, shape, log):
    a, z = mpmath.mpf(shape), mpmath.exp(mpmath.mpf(log))
    lower = z <= a
    sign = 1 if lower else -1

    def tail(x):
        return sign * (mpmath.gammainc(x, 0, z, regularized=True) if lower else mpmath.gammainc(x, z, mpmath.inf, regularized=True))

    h = a * mpmath.mpf(10) ** -10
    if order == 1:
        # Fourth order differences: what they are off by is 10⁻⁴⁰ of what they are
        d = (8 * (tail(a + h) - tail(a - h)) - (tail(a + 2 * h) - tail(a - 2 * h))) / (12 * h)
    else:
        d = (16 * (tail(a + h) + tail(a - h)) - (tail(a + 2 * h) + tail(a - 2 * h)) - 30 * tail(a)) / (12 * h * h)
    return float(-d / mpmath.exp(a * mpmath.mpf(log) - z - mpmath.loggamma(a)))


shapes, logs = [], []
for shape in [1e-3, 0.02, 0.3, 0.5, 0.9, 1, 1.5, 2, 3, 5, 9.5, 10, 20, 50, 300, 1e4]:
    for level in [1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 1 - 1e-3, 1 - 1e-6, 1 - 1e-12]:
        z = stats.gamma(shape).ppf(level) if level <= 0.5 else stats.gamma(shape).isf(1 - level)
        if z > 1e-300:
            shapes.append(float(shape))
            logs.append(float(np.log(z)))
for order in [1, 2]:
    values = [slope(order, a, l) for a, l in zip(shapes, logs)]
    gamma.case(f"gammaSlope {order}", [np.array(shapes), np.array(logs)], [np.array(values)])
gamma.write("gamma.txt")
