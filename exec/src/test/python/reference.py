"""Writes the values that the functions of dev.adjoint.exec.math in double precision are held against.

Run with `python reference.py > ../resources/dev/adjoint/exec/math/reference.csv`; it needs mpmath
alone. A line holds the function, its arguments, the double next to the value, and what the value is
beyond that double, in hundredths of its last place, all numbers but the last as Java writes
hexadecimal ones. The arguments are spread over all magnitudes, gathered where the implementations
change their way, and taken from the literature where the value is hard to find: large multiples of
half pi, and results next to the ends of the format.
"""

import math
import random

from mpmath import mp, mpf

mp.dps = 50
MAX = math.ldexp(2 - 2.0**-52, 1023)
TINY = math.ldexp(1.0, -1074)
RANDOM = random.Random(20)


def hexadecimal(value):
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    head, exponent = value.hex().split("p")
    head = head.rstrip("0").rstrip(".") if "." in head else head
    return head + "p" + str(int(exponent))


def nearest(value):
    """Returns the double next to a number; float() of mpmath rounds to nearest, ties to even."""
    if abs(value) >= mpf(2) ** 1024 - mpf(2) ** 970:
        return math.inf if value > 0 else -math.inf
    if abs(value) < mpf(2) ** -1022:
        return math.ldexp(float(mp.nint(value * mpf(2) ** 1074)), -1074)
    return float(value)


def line(name, value, *arguments):
    double = nearest(value)
    beyond = 0 if math.isinf(double) else (value - mpf(double)) / mpf(math.ulp(double)) * 100
    fields = [name, *map(hexadecimal, arguments), hexadecimal(double), str(int(mp.nint(beyond)))]
    print(",".join(fields))


def around(value, count=3):
    """Returns the doubles next to a number on both sides."""
    result = [value]
    up = down = value
    for _ in range(count):
        up, down = math.nextafter(up, math.inf), math.nextafter(down, -math.inf)
        result += [up, down]
    return result


def spread(low, high, count):
    """Returns numbers whose logarithms are spread evenly between two exponents of two."""
    return [
        math.ldexp(1 + RANDOM.random(), int(low + (high - low) * i / count)) for i in range(count)
    ]


def between(low, high, count):
    return [RANDOM.uniform(low, high) for _ in range(count)]


def signed(values):
    return values + [-v for v in values]


def hard_angles(count):
    """Returns doubles that come nearest to multiples of half pi, and some multiples of it.

    For every exponent e the significands m with m·2^e next to a multiple are denominators of the
    continued fraction of 2^e/(pi/2): Muller, Elementary Functions, 2016, section 11.
    """
    mp.dps = 450
    found = {}
    for exponent in range(-52, 972):
        ratio = mpf(2) ** exponent / (mp.pi / 2)
        rest, numerators, denominators = ratio, (0, 1), (1, 0)
        while denominators[1] < 2**53:
            digit = int(mp.floor(rest))
            numerators = numerators[1], digit * numerators[1] + numerators[0]
            denominators = denominators[1], digit * denominators[1] + denominators[0]
            if 0 < denominators[1] < 2**53 and numerators[1] > 0:
                distance = abs(denominators[1] * ratio - numerators[1])
                found[math.ldexp(float(denominators[1]), exponent)] = distance
            rest = 1 / (rest - digit)
    result = sorted(found, key=found.get)[:count]
    for _ in range(100):
        result.append(float(mp.nint(mpf(2) ** RANDOM.uniform(1, 1000)) * mp.pi / 2))
    mp.dps = 50
    return result


def main():
    tiny = signed([TINY, 3 * TINY, math.ldexp(1.0, -1022), math.ldexp(1.0, -1022) - TINY])
    small = signed(spread(-1074, -2, 150))
    exponentials = tiny + small + between(-5, 5, 300) + between(-745, 709.7, 300)
    ln2 = math.log(2)
    for k in list(range(-8, 9)) + [-1074, -1022, -37, -53, 53, 54, 1023]:
        exponentials += around((k + 0.5) * ln2, 1)
    ends = around(709.782712893384) + around(-745.1332191019411) + around(-708.3964185322641)
    for x in exponentials + ends:
        line("exp", mp.exp(mpf(x)), x)
    for x in exponentials + between(-40, -30, 20) + around(709.782712893384):
        line("expm1", mp.expm1(mpf(x)), x)
    seams = around(math.sqrt(0.5), 5) + around(math.sqrt(2.0), 5) + around(2 * math.sqrt(2.0), 5)
    for x in [v for v in tiny if v > 0] + spread(-1074, 1023, 400) + between(0.4, 2.9, 400):
        line("log", mp.log(mpf(x)), x)
    for x in seams + around(1.0, 8) + [MAX]:
        line("log", mp.log(mpf(x)), x)
    below = [v for v in between(-1, 2, 500) + around(-0.5, 3) + [math.nextafter(-1.0, 0.0)]]
    for x in tiny + small + below + spread(0, 1023, 200) + [v - 1 for v in seams] + [MAX]:
        line("log1p", mp.log1p(mpf(x)) if abs(x) < 1e-8 else mp.log(1 + mpf(x)), x)
    seams = signed(around(0.625, 5) + around(1.0, 5))
    for x in tiny + small + signed(between(0, 3, 300) + between(3, 20, 100)) + seams + [MAX]:
        line("tanh", mp.tanh(mpf(x)) if abs(x) < 1e3 else mpf(1), x)
    for x in tiny + small + signed(between(0, 3, 300) + between(3, 6.5, 100)) + seams + [MAX]:
        line("erf", mp.erf(mpf(x)) if abs(x) < 1e3 else mpf(1), x)
    angles = signed(spread(-8, 1023, 150) + between(0, 10, 100)) + hard_angles(100) + seams + [MAX]
    mp.dps = 400
    for x in tiny + small + angles:
        line("sin", mp.sin(mpf(x)), x)
        line("cos", mp.cos(mpf(x)), x)
    mp.dps = 50
    for _ in range(1000):
        x = math.exp(RANDOM.uniform(-1, 1) * 10 ** RANDOM.uniform(-6, 2.8))
        y = RANDOM.uniform(-745, 709.7) / math.log(x) if x != 1.0 else 3.0
        if abs(y) < MAX:
            line("pow", mp.power(mpf(x), mpf(y)), x, y)
    for x in spread(-1074, 1023, 60) + between(0, 3, 20):
        for y in (2.0, -1.0, 0.5, 3.0, 1 / 3):
            line("pow", mp.power(mpf(x), mpf(y)), x, y)


if __name__ == "__main__":
    main()
