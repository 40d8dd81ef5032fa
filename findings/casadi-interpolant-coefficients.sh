#!/usr/bin/env bash
# CasADi: the derivative of a lookup table by its coefficients is 0, unless the table is inlined; the
# Hessian of a bilinear table lacks its mixed derivative.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install casadi==3.7.2 numpy==2.4.6
"$folder/env/bin/python" - <<'PYTHON'
import casadi as ca
import numpy as np

print("casadi", ca.__version__)
knots = [np.array([0.0, 1.0, 2.0, 3.0])]
values = np.array([1.0, 4.0, 9.0, 16.0])


def by_coefficients(kind, options):
    """The gradient of table(0.25; c) by c in reverse, forward and numerically."""
    table = ca.interpolant("table", kind, knots, 1, options)
    x, c = ca.MX.sym("x"), ca.MX.sym("c", 4)
    y = table(x, c)
    forward = [ca.jtimes(y, c, ca.DM(e.tolist())) for e in np.eye(4)]
    run = ca.Function("run", [x, c], [y, ca.gradient(y, c), ca.vertcat(*forward)])
    y, reverse, forward = (np.array(v).ravel() for v in run(0.25, values))
    step = 1e-5
    numeric = [
        float(run(0.25, values + step * e)[0] - run(0.25, values - step * e)[0]) / (2 * step)
        for e in np.eye(4)
    ]
    return reverse, forward, np.array(numeric)


for kind in ("linear", "bspline"):
    for options in ({}, {"inline": True}):
        reverse, forward, numeric = by_coefficients(kind, options)
        print(f"{kind:8} {str(options):16} reverse {np.round(reverse, 6)} forward {np.round(forward, 6)}")
        print(f"{'':25} numeric {np.round(numeric, 6)}")
        assert abs(numeric).max() > 0.5
        wanted = numeric if options else np.zeros(4)
        assert np.allclose(reverse, wanted, atol=1e-6), reverse
        assert np.allclose(forward, wanted, atol=1e-6), forward

# x·y at the knots of a grid, which bilinear interpolation keeps: the mixed second derivative is 1.
grid = [np.array([0.0, 1.0, 2.0])] * 2
product = np.outer(grid[0], grid[1]).ravel(order="F")
table = ca.interpolant("table", "linear", grid, product)
s = ca.MX.sym("s", 2)
y = table(s)
run = ca.Function("run", [s], [y, ca.gradient(y, s), ca.hessian(y, s)[0]])
y, gradient, hessian = (np.array(v) for v in run([0.3, 0.6]))
print("bilinear table of x·y at (0.3, 0.6): value", y.ravel(), "gradient", gradient.ravel())
print("Hessian", hessian.tolist())
assert np.allclose(gradient.ravel(), [0.6, 0.3])
assert (hessian == 0).all(), hessian

print(
    "\nA table with coefficients as an argument answers 0 for their derivative, in reverse and forward,\n"
    "without a word: a fit of the table starts at a stationary point. With the option inline the same\n"
    "call is right. The Hessian of a bilinear table is 0 although the gradient varies: it should be\n"
    "[[0, 1], [1, 0]]."
)
PYTHON
