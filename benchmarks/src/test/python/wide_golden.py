# SPDX-License-Identifier: Apache-2.0
"""Writes wide.csv: values and derivatives of the measured functions to 40 digits, by mpmath.

A line holds function, 0 or the order 1 of the derivative, argument, value. Derivatives are
mpmath's own, by differences in 700 digits, so that no formula is copied.

    python wide_golden.py > ../resources/dev/adjoint/benchmarks/accuracy/wide.csv
"""

from mpmath import mp, mpf

mp.dps = 60


def sigma(u):
    return 1 / (1 + mp.exp(-u))


def gelu_tanh(x):
    return x * sigma(mp.sqrt(8 / mp.pi) * (x + mpf(0.044715) * x**3))


SCALE = mpf(1.0507009873554804934193349852946)
ALPHA = mpf(1.6732632423543772848170429916717)


def bessel_e(n):
    return lambda x: mp.exp(-abs(x)) * mp.besseli(n, x)


ANY = [-700.3, -88.5, -17.2, -3.7, -0.9, -0.011, 1e-9, 0.3, 1.7, 2.6, 12.4, 44.7, 46.1, 300.9]
POSITIVE = [x for x in ANY if x > 0] + [5e-324, 2e-300, 0.99, 1.01, 1e300]
UNIT = [-0.999999, -0.7, -0.2, -1e-7, 1e-3, 0.03, 0.4, 0.51, 0.93, 1 - 2**-50]
ANGLES = ANY + [1e5, 7e7, -3e22, 6381956970095103.0 * 2.0**797, 1e300]

FUNCTIONS = {
    "reciprocal": (lambda x: 1 / x, ANY),
    "square": (lambda x: x * x, ANY),
    "sqrt": (mp.sqrt, POSITIVE),
    "rsqrt": (lambda x: 1 / mp.sqrt(x), POSITIVE),
    "cbrt": (lambda x: mp.cbrt(x) if x > 0 else -mp.cbrt(-x), ANY + POSITIVE),
    "pow(3)": (lambda x: x**3, ANY),
    "pow(2.5)": (lambda x: x ** mpf(2.5), POSITIVE),
    "exp": (mp.exp, ANY),
    "exp2": (lambda x: mpf(2) ** x, ANY),
    "expm1": (mp.expm1, ANY),
    "log": (mp.log, POSITIVE),
    "log2": (lambda x: mp.log(x) / mp.log(2), POSITIVE),
    "log10": (lambda x: mp.log(x) / mp.log(10), POSITIVE),
    "log1p": (mp.log1p, UNIT + POSITIVE),
    "sin": (mp.sin, ANGLES),
    "cos": (mp.cos, ANGLES),
    "tan": (mp.tan, ANGLES),
    "asin": (mp.asin, UNIT),
    "acos": (mp.acos, UNIT),
    "atan": (mp.atan, ANGLES),
    "sinh": (mp.sinh, ANY),
    "cosh": (mp.cosh, ANY),
    "tanh": (mp.tanh, ANY),
    "asinh": (mp.asinh, ANGLES),
    "acosh": (mp.acosh, [x for x in ANGLES if x > 1]),
    "atanh": (mp.atanh, UNIT),
    "sinc": (lambda x: mp.sin(mp.pi * x) / (mp.pi * x), ANY),
    "erf": (mp.erf, [-9.2, -4.1, -2.9, -0.3, 1e-9, 0.4, 0.98, 1.9, 2.99, 3.01, 4.2, 9]),
    "erfc": (mp.erfc, [-30.2, -4.1, -2.9, -0.3, 1e-9, 0.4, 0.98, 1.9, 2.99, 3.01, 4.2, 9, 26, 33]),
    "erfinv": (mp.erfinv, UNIT),
    "logit": (lambda x: mp.log(x / (1 - x)), [x for x in UNIT if x > 0]),
    "entropy": (lambda x: -x * mp.log(x), POSITIVE),
    "lgamma": (lambda x: mp.log(abs(mp.gamma(x))), UNIT + POSITIVE[:-1] + [-3.3, -20.6, 1.9, 2.2, 35.5]),
    "digamma": (mp.digamma, UNIT + POSITIVE + [-3.3, -20.6, 35.5]),
    "polygamma(1)": (lambda x: mp.polygamma(1, x), UNIT + POSITIVE + [-3.3, -20.6, 35.5]),
    "besselI0": (lambda x: mp.besseli(0, x), ANY),
    "besselI1": (lambda x: mp.besseli(1, x), ANY),
    "besselI0e": (bessel_e(0), ANY),
    "besselI1e": (bessel_e(1), ANY),
    "sigmoid": (sigma, ANY),
    "logSigmoid": (lambda x: -mp.log1p(mp.exp(-x)), ANY),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), ANY),
    "silu": (lambda x: x * sigma(x), ANY),
    "quickGelu": (lambda x: x * sigma(mpf(1.702) * x), ANY),
    "gelu": (lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, ANY[1:]),
    "geluTanh": (gelu_tanh, ANY[1:]),
    "mish": (lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), ANY),
    "softsign": (lambda x: x / (1 + abs(x)), ANY),
    "tanhShrink": (lambda x: x - mp.tanh(x), ANY),
    "elu(1)": (lambda x: x if x > 0 else mp.expm1(x), ANY),
    "celu(1)": (lambda x: x if x > 0 else mp.expm1(x), ANY),
    "selu": (lambda x: SCALE * x if x > 0 else SCALE * ALPHA * mp.expm1(x), ANY),
    "hardSigmoid": (lambda x: min(max(x + 3, 0), 6) / 6, [-9.1, -2.9, -0.1, 1e-9, 2.3, 3.4]),
    "hardSwish": (lambda x: x * min(max(x + 3, 0), 6) / 6, [-9.1, -2.9, -0.1, 1e-9, 2.3, 3.4]),
}


def slope(f, x):
    h = mpf(10) ** -70 * min(abs(x), 1)
    return (f(x + h) - f(x - h)) / (2 * h)


def main():
    for name, (f, points) in FUNCTIONS.items():
        for point in points:
            mp.dps = 700
            x = mpf(point)
            value = f(x)
            derivative = slope(f, x)
            print(f"{name},0,{float(x).hex()},{mp.nstr(value, 40)}")
            print(f"{name},1,{float(x).hex()},{mp.nstr(derivative, 40)}")


main()
