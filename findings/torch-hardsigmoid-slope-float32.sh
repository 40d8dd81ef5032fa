#!/usr/bin/env bash
# PyTorch: the gradient of hardsigmoid in float64 is 1/6 rounded to a float; the compiled one is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install torch==2.13.0 numpy==2.4.6
"$folder/env/bin/python" - 2>/dev/null <<'PYTHON'
import numpy as np
import torch
import torch.nn.functional as F

print("torch", torch.__version__)


def slope(function, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(function(x), x)[0].item()


eager = slope(F.hardsigmoid, 0.5)
traced = slope(torch.compile(F.hardsigmoid, backend="aot_eager_decomp_partition"), 0.5)
value = F.hardsigmoid(torch.tensor(0.5, dtype=torch.float64)).item()
swish = slope(F.hardswish, 0.5)
print(f"value at 0.5: {value!r} (exact 0.5833333333333334)")
print(f"slope, eager:  {eager!r}\nslope, traced: {traced!r}\nexact:         {1 / 6!r}")
print(f"hardswish's slope at 0.5: {swish!r} (exact {2 / 3!r})")
assert value == 3.5 / 6
assert eager == float(np.float32(1 / 6)) != 1 / 6
assert abs(traced - 1 / 6) < 1e-16
assert abs(swish - 2 / 3) < 1e-15

point = torch.tensor([0.5, -1.25], dtype=torch.float64, requires_grad=True)
print("torch.autograd.gradcheck:", torch.autograd.gradcheck(F.hardsigmoid, point))
step = 2.0**-10
numeric = (F.hardsigmoid(torch.tensor(0.5 + step, dtype=torch.float64)) - F.hardsigmoid(torch.tensor(0.5 - step, dtype=torch.float64))).item() / (2 * step)
print(f"a central difference of step 2^-10 has it exactly: {numeric!r}")
assert abs(numeric - 1 / 6) < 1e-13

print(
    "\nThe value is in double, hardswish's slope is, the traced derivative is; the eager derivative of\n"
    "hardsigmoid alone carries a constant cast to float, 3e-8 off. gradcheck's tolerances let it pass."
)
PYTHON
