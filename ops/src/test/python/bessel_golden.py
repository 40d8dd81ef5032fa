"""Writes bessel.txt: modified Bessel functions of the first kind, rounded once.

Needs numpy and mpmath (pip install numpy mpmath), which computes with 60 digits.
"""

import mpmath
import numpy as np
from golden import GoldenWriter

mpmath.mp.dps = 60
golden = GoldenWriter(__file__)
random = np.random.default_rng(8)
sizes = [0, 5e-324, 1e-310, 1e-200, 1e-8, 0.1, 1, 2.5, 7.75, 8, 20, 39.9, 40, 40.1, 64, 255, 256, 257, 700]
points = np.concatenate([sizes, random.uniform(0, 40, 30), random.uniform(0, 710, 20), np.exp(random.uniform(-50, 3, 20))])
points = np.concatenate([points, -points[1:]])
far = np.array([713, 713.98, 714, 745, 800, 801, 1e4, 1e17, 1.7e308])


def value(order, x, scaled):
    y = mpmath.besseli(order, mpmath.mpf(x))
    return float(y * mpmath.exp(-abs(mpmath.mpf(x))) if scaled else y)


def scaled_series(order, x):
    # The asymptotic series, as mpmath takes moderate arguments only
    total, term = mpmath.mpf(1), mpmath.mpf(1)
    for k in range(1, 30):
        term *= -(4 * mpmath.mpf(order) ** 2 - (2 * k - 1) ** 2) / (8 * k * x)
        total += term
    return total / mpmath.sqrt(2 * mpmath.pi * x)


for order in [0, 1, 2, 5]:
    golden.case(f"besselI {order} false", [points], [np.array([value(order, x, False) for x in points])])
    golden.case(f"besselI {order} true", [points], [np.array([value(order, x, True) for x in points])])
    golden.case(f"besselI {order} true", [far], [np.array([float(scaled_series(order, mpmath.mpf(x))) for x in far])])
    ends = np.array([713, 713.5, 713.98])
    golden.case(f"besselI {order} false", [ends], [np.array([value(order, x, False) for x in ends])])
golden.write("bessel.txt")
