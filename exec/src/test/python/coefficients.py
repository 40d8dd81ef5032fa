"""Derives the polynomial coefficients of the package dev.adjoint.exec.math.

Run with `python coefficients.py`; it needs mpmath alone. Each polynomial is a
weighted least-squares fit in Chebyshev points, which is close to minimax, in 60-digit arithmetic. The
coefficients are rounded to the format one after the other, from the lowest power, and those that follow are
fitted anew to what the rounding left over. Printed are the coefficients in ascending order, as
hexadecimal literals of Java, and the largest error of the rounded polynomial relative to the
function, which is the part of the error that exact arithmetic would leave.
"""

import struct

from mpmath import atan, atanh, cos, erf, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, sin, sinh, sqrt, tanh

mp.dps = 60


def rounded(value, digits):
    """Returns the nearest number with the given digits in base two."""
    if value == 0:
        return mpf(0)
    mantissa, exponent = mp.frexp(value)
    return mp.ldexp(mp.nint(mp.ldexp(mantissa, digits)), exponent - digits)


def literal(value, dtype):
    """Returns a Java literal of a value that the format holds."""
    number = float(value)
    if dtype == "f32":
        assert struct.unpack("f", struct.pack("f", number))[0] == number
    text = number.hex()
    head, tail = text.split("p")
    if "." in head:
        head = head.rstrip("0").rstrip(".")
        head = head if "." in head else head + ".0"
    return head + "p" + str(int(tail))


def least_squares(target, weight, powers, low, high):
    """Returns the cᵢ with the least sum of (weight · (target − Σ cᵢ·xⁱ))² in Chebyshev points."""
    count = len(powers)
    points = 6 * (count + 4)
    rows = []
    for i in range(points):
        x = (low + high) / 2 - (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * points))
        w = weight(x)
        rows.append(([w * x**power for power in powers], w * target(x)))
    normal = matrix(count, count)
    right = matrix(count, 1)
    for row, y in rows:
        for i in range(count):
            right[i] += row[i] * y
            for j in range(count):
                normal[i, j] += row[i] * row[j]
    return list(lu_solve(normal, right))


def fit(name, dtype, target, weight, count, low, high):
    """Prints a polynomial of the given number of coefficients for one format."""
    digits = 24 if dtype == "f32" else 53
    low, high = mpf(low), mpf(high)
    known = []
    while len(known) < count:
        powers = list(range(len(known), count))

        def rest(x):
            return target(x) - sum(c * x**i for i, c in enumerate(known))

        known.append(rounded(least_squares(rest, weight, powers, low, high)[0], digits))
    worst = mpf(0)
    for i in range(2001):
        x = low + (high - low) * (mpf(i) + mpf("0.37")) / 2002
        worst = max(worst, abs(weight(x) * (target(x) - sum(c * x**j for j, c in enumerate(known)))))
    print(f"{name} {dtype}: relative error 2^{mp.nstr(log(worst, 2), 4)}")
    for c in known:
        print("   ", literal(c, dtype) + ",")


def both(name, target, weight, counts, low, high):
    for dtype, count in zip(("f32", "f64"), counts):
        fit(name, dtype, target, weight, count, low, high)


def split(name, value, bits):
    """Prints a constant as a head with few digits and what it leaves."""
    for dtype, digits in (("f32", 24), ("f64", 53)):
        head = rounded(value, digits)
        if bits is not None:
            head = mp.floor(mp.ldexp(value, bits[dtype])) / 2 ** bits[dtype]
        tail = rounded(value - head, digits)
        print(f"{name} {dtype}: {literal(head, dtype)} + {literal(tail, dtype)}")


def main():
    tiny = mpf(10) ** -12
    half_log2 = log(2) / 2
    # e^r = 1 + r + r²·q(r), relative to e^r − 1, with a little room beyond ln(2)/2
    both(
        "exponential q",
        lambda r: (expm1(r) - r) / r**2 if abs(r) > tiny else mpf(1) / 2 + r / 6,
        lambda r: abs(r**2 / expm1(r)) if abs(r) > tiny else abs(r),
        (5, 10),
        -half_log2 * mpf("1.001"),
        half_log2 * mpf("1.001"),
    )
    # ln(1 + f) = f − (f²/2 − s·(f²/2 + z·p(z))), s = f/(2 + f), z = s²
    z_max = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf("1.001")

    def log_tail(z):
        s = sqrt(z)
        return (2 * atanh(s) - 2 * s) / s**3 if s > tiny else mpf(2) / 3

    both("logarithm p", log_tail, lambda z: z / 2, (4, 7), 0, z_max)

    # atanh(s) = s·(1 + z·(1/3 + z·p(z)))
    def atanh_tail(z):
        if z < mpf(10) ** -9:
            return mpf(1) / 5 + z / 7
        s = sqrt(z)
        return ((atanh(s) / s - 1) / z - mpf(1) / 3) / z

    both("power p", atanh_tail, lambda z: z**2, (4, 8), 0, z_max)

    # tanh(x) = x + x·z·p(z), z = x²
    def tanh_tail(z):
        if z < mpf(10) ** -12:
            return -mpf(1) / 3 + 2 * z / 15
        return (tanh(sqrt(z)) / sqrt(z) - 1) / z

    both("tanh p", tanh_tail, lambda z: z / (1 + z * tanh_tail(z)), (5, 11), 0, mpf("0.3907"))

    # sin(r) = r + r·z·p(z) and cos(r) = 1 − z/2 + z²·p(z), z = r², |r| < 1
    def sine_tail(z):
        if z < mpf(10) ** -12:
            return -mpf(1) / 6 + z / 120
        return (sin(sqrt(z)) / sqrt(z) - 1) / z

    def cosine_tail(z):
        if z < mpf(10) ** -12:
            return mpf(1) / 24 - z / 720
        return (cos(sqrt(z)) - 1 + z / 2) / z**2

    both("sine p", sine_tail, lambda z: z / (1 + z * sine_tail(z)), (4, 7), 0, 1)
    both("cosine p", cosine_tail, lambda z: z**2 / cos(sqrt(z)), (4, 7), 0, 1)

    # erf(x) = x + x·p(x²) below the seam, 1 − e^(−x·p(x)) above it
    def erf_tail(z):
        if z < mpf(10) ** -12:
            return 2 / sqrt(pi) * (1 - z / 3) - 1
        return erf(sqrt(z)) / sqrt(z) - 1

    both("erf near p", erf_tail, lambda z: 1 / (1 + erf_tail(z)), (7, 13), 0, 1)

    def erfc_tail(x):
        return -log(erfc(x)) / x

    # an error δ of x·p(x) changes the result by δ·erfc(x)
    for dtype, count, high in (("f32", 8, "3.93"), ("f64", 19, "5.93")):
        fit("erf far p", dtype, erfc_tail, lambda x: x * erfc(x) / erf(x), count, 1, high)

    # e^r = 1 + r + r²/2 + r³·q(r), relative to r
    both(
        "exponential in double words, q",
        lambda r: (expm1(r) - r - r**2 / 2) / r**3 if abs(r) > tiny else mpf(1) / 6 + r / 24,
        lambda r: r**2,
        (5, 11),
        -half_log2 * mpf("1.001"),
        half_log2 * mpf("1.001"),
    )
    # atan(s) = s + s³·p(s²), |s| ≤ tan(π/8)
    both(
        "arctangent p",
        lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z if z > mpf(10) ** -10 else -mpf(1) / 3 + z / 5,
        lambda z: z,
        (5, 12),
        0,
        (sqrt(2) - 1) ** 2 * mpf("1.001"),
    )
    # sinh(x) = x + x³·p(x²), |x| < 1
    both(
        "sinh p",
        lambda z: (sinh(sqrt(z)) / sqrt(z) - 1) / z if z > mpf(10) ** -10 else mpf(1) / 6 + z / 120,
        lambda z: z,
        (4, 9),
        0,
        mpf("1.001"),
    )

    # x − tanh(x) = x³·(1/3 + x²·p(x²))
    def shrink_tail(z):
        if z < mpf(10) ** -12:
            return -mpf(2) / 15 + 17 * z / 315
        return ((1 - tanh(sqrt(z)) / sqrt(z)) / z - mpf(1) / 3) / z

    both("x − tanh x, p", shrink_tail, lambda z: 3 * z, (6, 13), 0, mpf("0.3907"))

    split("ln2 in few digits", log(2), {"f32": 15, "f64": 41})
    split("ln2", log(2), None)
    split("log2e", 1 / log(2), None)
    split("2·log2e", 2 / log(2), None)
    split("half pi", pi / 2, None)
    split("third", mpf(1) / 3, None)
    # The bits of 1/(2·pi) after the binary point, for the reduction of angles
    print("1/(2 pi):", hex(int(mp.floor(_inverse_turn() * 2**1408)))[2:].rjust(352, "0"))


def _inverse_turn():
    mp.dps = 450
    return 1 / (2 * pi)


if __name__ == "__main__":
    main()
