# SPDX-License-Identifier: Apache-2.0
"""Writes src/test/resources/golden/optimizers.txt: the ways of parameters in PyTorch, optax and Keras.

Run it in the folder of the module, in a Python that has torch 2.13.0, optax 0.2.8 and keras 3.15.1:

    KERAS_BACKEND=jax python3 src/test/python/optimizer_golden.py

Each line is a name, f64, the extents in brackets, and the elements, row-major. Gradients are
g[t, i] = sin(3t + i²) + 0.2·(i mod 2), parameters begin with p[i] = cos(i), for elements i.
"""
import os

os.environ.setdefault("KERAS_BACKEND", "jax")
import jax

jax.config.update("jax_enable_x64", True)
import keras
import numpy as np
import optax
import torch

keras.backend.set_floatx("float64")
STEPS = 6
LINES = []


def start(shape):
    return np.cos(np.arange(np.prod(shape))).reshape(shape)


def gradients(shape):
    i = np.arange(np.prod(shape))
    return [(np.sin(3.0 * t + i * i) + 0.2 * (i % 2)).reshape(shape) for t in range(STEPS)]


def put(name, trace):
    trace = np.stack(trace)
    extents = ",".join(str(d) for d in trace.shape)
    LINES.append(f"{name} f64 [{extents}] " + " ".join(repr(float(v)) for v in trace.reshape(-1)))


def with_torch(name, optimizer, shape=(3, 2), transposed=False):
    turn = (lambda x: x.T) if transposed else (lambda x: x)
    p = torch.nn.Parameter(torch.tensor(turn(start(shape)).copy()))
    o = optimizer([p])
    trace = []
    for g in gradients(shape):
        p.grad = torch.tensor(turn(g).copy())
        o.step()
        trace.append(turn(p.detach().numpy()).copy())
    put(name, trace)


def with_optax(name, optimizer, shape=(3, 2)):
    p = jax.numpy.array(start(shape))
    state = optimizer.init(p)
    trace = []
    for g in gradients(shape):
        steps, state = optimizer.update(jax.numpy.array(g), state, p)
        p = optax.apply_updates(p, steps)
        trace.append(np.array(p))
    put(name, trace)


def with_keras(name, optimizer, shape=(3, 2), average=False):
    p = keras.Variable(start(shape), dtype="float64")
    trace = []
    for g in gradients(shape):
        optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [p])
        value = optimizer._model_variables_moving_average[0] if average else p
        trace.append(np.array(value))
    put(name, trace)


def with_rows(name, optimizer, shape=(5, 2)):
    """Trains with sparse gradients, which have rows i with (i + t) mod 3 = 0 alone."""
    p = torch.nn.Parameter(torch.tensor(start(shape)))
    o = optimizer([p])
    trace = []
    for t, g in enumerate(gradients(shape)):
        rows = [i for i in range(shape[0]) if (i + t) % 3 == 0]
        p.grad = torch.sparse_coo_tensor([rows], torch.tensor(g[rows]), shape)
        o.step()
        trace.append(p.detach().numpy().copy())
    put(name, trace)


with_torch("dampening", lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.5))
with_rows("sparseSgd", lambda p: torch.optim.SGD(p, lr=0.1))
with_rows("sparseAdagrad", lambda p: torch.optim.Adagrad(p, lr=0.1))
with_rows("sparseAdam", lambda p: torch.optim.SparseAdam(p, lr=0.1, eps=0.3))
with_optax("average", optax.chain(optax.ema(0.9, debias=False), optax.scale(-0.1)))
with_keras("adamKeras", keras.optimizers.Adam(0.1, epsilon=0.3))
with_keras("nadamKeras", keras.optimizers.Nadam(0.1, epsilon=0.3))
with_keras("rmsPropKeras", keras.optimizers.RMSprop(0.1, rho=0.9, epsilon=0.3))
with_optax("rmsPropOptax", optax.rmsprop(0.1, decay=0.9, eps=0.3))
with_keras("amsGradKeras", keras.optimizers.Adam(0.1, epsilon=0.3, amsgrad=True))
with_torch("rmsPropCentred", lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=0.3,
                                                           momentum=0.5, centered=True))
with_keras("rmsPropCentredKeras", keras.optimizers.RMSprop(0.1, rho=0.9, epsilon=0.3, momentum=0.5,
                                                           centered=True))
with_optax("lionOptax", optax.lion(0.1, b1=0.8, b2=0.95, weight_decay=0.2))
with_keras("adadeltaKeras", keras.optimizers.Adadelta(1.0, epsilon=1e-3))
for kind, shape in (("Matrix", (3, 2)), ("Vector", (5,)), ("Cube", (2, 3, 2))):
    with_keras("adafactor" + kind, keras.optimizers.Adafactor(0.3), shape)
with_keras("adafactorClip", keras.optimizers.Adafactor(0.3, clip_threshold=0.5))
# PyTorch's Muon rounds to bfloat16, and takes matrices as [out, in].
torch.Tensor.bfloat16 = lambda tensor: tensor.double()
for kind, shape in (("Tall", (5, 2)), ("Wide", (2, 5)), ("Square", (3, 3))):
    with_torch("muon" + kind, lambda p: torch.optim.Muon(p, lr=0.1, weight_decay=0.2), shape,
               transposed=True)
with_keras("ema", keras.optimizers.Adam(0.1, use_ema=True, ema_momentum=0.9), average=True)

with open("src/test/resources/golden/optimizers.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(LINES) + "\n")
