#!/usr/bin/env bash
# Keras: functions of float64 tensors that compute in float32, some with a result that says float64,
# and other ones on the backend of JAX than on PyTorch's; so are the layers made of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install keras==3.15.1 torch==2.13.0 jax==0.10.2 numpy==2.4.6
cat >"$folder/digits.py" <<'PYTHON'
import keras
import numpy as np
from keras import layers, ops

keras.config.set_floatx("float64")
backend = keras.config.backend()
print("keras", keras.__version__, "on", backend, "with floatx", keras.config.floatx())
rng = np.random.default_rng(0)
x = rng.normal(size=(2, 5, 3))
w = rng.normal(size=(3, 4))
given, weights = (ops.convert_to_tensor(v, dtype="float64") for v in (x, w))

functions = {
    "mean": (ops.mean(given, -1), x.mean(-1)),
    "sum": (ops.sum(given, -1), x.sum(-1)),
    "var": (ops.var(given, -1), x.var(-1)),
    "norm": (ops.norm(given, axis=-1), np.sqrt((x * x).sum(-1))),
    "cumsum": (ops.cumsum(given, -1), x.cumsum(-1)),
    "tanh": (ops.tanh(given), np.tanh(x)),
    "exp": (ops.exp(given), np.exp(x)),
    "maximum(x, 0.1)": (ops.maximum(given, 0.1), np.maximum(x, 0.1)),
    "matmul": (ops.matmul(given, weights), x @ w),
    "tensordot": (ops.tensordot(given, weights, 1), x @ w),
}
dense = layers.Dense(4, dtype="float64")
y = dense(given)
kernel, bias = (ops.convert_to_numpy(v) for v in dense.weights)
functions["Dense"] = (y, x @ kernel + bias)
norm = layers.BatchNormalization(dtype="float64")
functions["BatchNormalization"] = (norm(given), x / np.sqrt(1 + norm.epsilon))

lost, said = set(), set()
for name, (y, exact) in functions.items():
    y = ops.convert_to_numpy(y)
    error = np.abs(y - exact).max()
    print(f"  {name:18} {y.dtype}, off by {error:.1e}")
    if error > 1e-10:
        lost.add(name)
        if y.dtype == np.float64:
            said.add(name)
wanted = {
    "torch": {"mean", "var", "norm", "cumsum", "maximum(x, 0.1)", "matmul", "tensordot", "Dense", "BatchNormalization"},
    "jax": {"mean", "var", "norm", "tanh", "BatchNormalization"},
}[backend]
assert lost == wanted, lost
assert said == wanted & {"mean", "Dense", "BatchNormalization"}, said
PYTHON
for backend in torch jax; do
  KERAS_BACKEND=$backend JAX_ENABLE_X64=1 "$folder/env/bin/python" -W ignore "$folder/digits.py"
done
cat <<'END'

With floatx set to float64, and 64 bits enabled for JAX, these functions lose half their digits; mean
and the layers say float64 nevertheless. Figures of Keras are an oracle to 1e-7 at best, and a
gradient check of a layer in double fails for its rounding.
END
