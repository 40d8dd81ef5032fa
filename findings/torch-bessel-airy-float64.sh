#!/usr/bin/env bash
# PyTorch: bessel_j0, j1, y0, y1, and airy_ai below -2, have about the digits of a float in float64,
# while their neighbours (modified Bessel functions, Ai elsewhere) are right to the last digits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install torch==2.13.0 scipy==1.17.1 numpy==2.4.6 mpmath==1.3.0
"$folder/env/bin/python" - <<'PYTHON'
import mpmath
import numpy as np
import scipy.special as sp
import torch

print("torch", torch.__version__)


def error(name, argument, reference):
    """The largest absolute error over the points, with the reference seen right at its place."""
    x = torch.tensor(argument, dtype=torch.float64)
    y = getattr(torch.special, name)(x).numpy()
    assert y.dtype == np.float64
    errors = np.abs(y - reference(argument))
    return errors.max(), argument[errors.argmax()]


rows = [
    ("bessel_j0", sp.j0, (0.1, 4.9), (5.1, 40)),
    ("bessel_j1", sp.j1, (0.1, 4.9), (5.1, 40)),
    ("bessel_y0", sp.y0, (0.1, 4.9), (5.1, 40)),
    ("bessel_y1", sp.y1, (0.1, 4.9), (5.1, 40)),
    ("airy_ai", lambda x: sp.airy(x)[0], (-1.9, 5), (-10, -2.2)),
]
for name, reference, good, bad in rows:
    near, _ = error(name, np.linspace(*good, 500), reference)
    far, at = error(name, np.linspace(*bad, 500), reference)
    print(f"{name:10} on {good}: error {near:.1e}; on {bad}: error {far:.1e} at {at:.4f}")
    assert 1e-8 < far < 1e-5, far
    assert near < 2e-8

for name, reference in (("modified_bessel_i0", sp.i0), ("modified_bessel_k1", sp.k1)):
    seen, _ = error(name, np.linspace(0.1, 5, 500), reference)
    print(f"{name} on (0.1, 5): error {seen:.1e}")
    assert seen < 1e-13

mpmath.mp.dps = 40
exact = float(mpmath.besselj(0, 5.5))
given = torch.special.bessel_j0(torch.tensor(5.5, dtype=torch.float64)).item()
single = torch.special.bessel_j0(torch.tensor(5.5, dtype=torch.float32)).item()
print(f"J0(5.5) = {exact!r} (40 digits, rounded), float64 {given!r}, float32 {single!r}")
assert abs(sp.j0(5.5) - exact) < 1e-15
assert abs(given - exact) > 1e-9

print(
    "\nFloat64 results that are right to 7 digits beyond 5, to 8 before: as an oracle for an\n"
    "implementation in double they condemn a right one."
)
PYTHON
