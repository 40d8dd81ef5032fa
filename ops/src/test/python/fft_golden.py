"""Writes fft.txt: discrete Fourier transforms by NumPy.

Needs numpy (pip install numpy). Lengths are powers of two, products of small primes and primes.
"""

import numpy as np
from golden import GoldenWriter

golden = GoldenWriter(__file__)
random = np.random.default_rng(5)


def parts(z):
    z = np.asarray(z)
    return [np.ascontiguousarray(z.real).astype(np.float64), np.ascontiguousarray(z.imag).astype(np.float64)]


def draw(*shape):
    return np.round(random.uniform(-2, 2, shape), 3)


for n in [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 19, 30, 34, 64, 97, 105]:
    z = draw(n) + 1j * draw(n)
    golden.case("fft", parts(z), parts(np.fft.fft(z)))
    golden.case("ifft", parts(z), parts(np.fft.ifft(z)))
    golden.case("rfft", [z.real.copy()], parts(np.fft.rfft(z.real)))
    half = z[: n // 2 + 1]
    golden.case(f"irfft {n}", parts(half), [np.fft.irfft(half, n)])
for norm in ["ortho", "forward"]:
    z = draw(6) + 1j * draw(6)
    golden.case(f"fft {norm}", parts(z), parts(np.fft.fft(z, norm=norm)))
    golden.case(f"ifft {norm}", parts(z), parts(np.fft.ifft(z, norm=norm)))
    golden.case(f"rfft {norm}", [z.real.copy()], parts(np.fft.rfft(z.real, norm=norm)))
    golden.case(f"irfft {norm}", parts(z[:4]), [np.fft.irfft(z[:4], 6, norm=norm)])
    x = draw(3, 4)
    golden.case(f"rfft2 {norm}", [x], parts(np.fft.rfft2(x, norm=norm)))
    golden.case(f"fft2 {norm}", parts(x + 1j * x[::-1]), parts(np.fft.fft2(x + 1j * x[::-1], norm=norm)))
z = draw(3, 5, 4) + 1j * draw(3, 5, 4)
for axis in [0, 1, -1]:
    golden.case(f"fft axis {axis}", parts(z), parts(np.fft.fft(z, axis=axis)))
golden.case("fft2", parts(z), parts(np.fft.fft2(z)))
golden.case("ifft2", parts(z), parts(np.fft.ifft2(z)))
golden.case("rfft2", [z.real.copy()], parts(np.fft.rfft2(z.real)))
golden.case("irfft2 7", parts(z), [np.fft.irfft2(z, (5, 7))])
golden.write("fft.txt")
