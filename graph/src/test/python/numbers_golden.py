"""Writes numbers.txt: floating-point numbers by their bits, and how NumPy prints them.

Needs numpy (pip install numpy). A line is a dtype, the bits of a number or of a column of numbers
in hexadecimal digits, and NumPy's str of it, with bars for line breaks.
"""

from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[1] / "resources" / "golden" / "numbers.txt"
TYPES = {"f32": (np.float32, np.uint32, 23, 8), "f64": (np.float64, np.uint64, 52, 11)}


def scalars(random, fraction, exponents):
    """The smallest numbers, the ends of every binade, and some inside, of either sign."""
    bits = list(range(1, 130))
    for exponent in range(0, 2**exponents - 1, 1 if exponents == 8 else 7):
        first = exponent << fraction
        bits += [first, first + int(random.integers(1, 2**fraction)), first + 2**fraction - 1]
    bits += [(1 << k) for k in range(fraction)]
    bits += [(2**exponents - 2 << fraction) + 2**fraction - 1 - k for k in range(3)]
    sign = 1 << fraction + exponents
    return [b | sign if i % 5 == 0 else b for i, b in enumerate(bits)]


def columns(random, fraction, exponents):
    """Columns of two to four numbers: subnormal, of like size, and of any."""
    largest = 2**exponents - 1 << fraction
    for i in range(400):
        span = [300, 2**fraction, 4 << fraction, 40 << fraction, largest][i % 5]
        base = 0 if i % 5 < 2 else int(random.integers(0, largest - span + 1))
        yield [base + int(random.integers(0, span)) for _ in range(random.integers(2, 5))]


def main():
    random = np.random.default_rng(3)
    lines = []
    for name, (dtype, word, fraction, exponents) in TYPES.items():
        for bits in scalars(random, fraction, exponents):
            value = np.array([bits], dtype=word).view(dtype)[0]
            lines.append(f"{name} {bits:x} {str(value)}")
        for bits in columns(random, fraction, exponents):
            text = str(np.array(bits, dtype=word).view(dtype)).replace("\n", "|")
            lines.append(f"{name} [{','.join(f'{b:x}' for b in bits)}] {text}")
    OUT.write_text("\n".join(lines) + "\n")


main()
