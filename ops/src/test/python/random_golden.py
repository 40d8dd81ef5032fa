"""Writes random.txt: points and the probability that a random number does not exceed them.

Needs numpy and scipy (pip install numpy scipy). A key holds the distribution and its parameters.
"""

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
golden.write("random.txt")
