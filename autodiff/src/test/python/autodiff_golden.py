"""Writes golden.txt: gradients of functions of several ops, first and second order.

Needs numpy, torch, jax (pip install numpy torch jax). Values are PyTorch's in double precision; the
script refuses to write where JAX's differ by more than rounding. A line is the name of a case and
of a tensor in it, the extents and the elements: inputs under the names of the Java test, `d/w` for
the gradient by w, `d/w.v/x` for the gradient by x of the product of d/w with the tensor v.
"""

import os

import jax
import jax.numpy as jnp
import numpy as np
import torch

jax.config.update("jax_enable_x64", True)
random = np.random.default_rng(11)
lines = ["# Made by autodiff_golden.py with PyTorch %s, compared with JAX %s." % (torch.__version__, jax.__version__)]


def write(name, array):
    array = np.asarray(array)
    dims = ", ".join(str(d) for d in array.shape)
    lines.append(" ".join([name, f"[{dims}]".replace(" ", "")] + [repr(float(v)) for v in array.ravel()]))


def case(name, inputs, torch_function, jax_function, seconds=()):
    """Writes the gradient by every input, and those of (w, v) pairs: d/w times v, by every input."""
    tensors = {k: torch.tensor(v, requires_grad=True) for k, v in inputs.items()}
    for key, value in inputs.items():
        write(f"{name} {key}", value)
    y = torch_function(**tensors)
    write(f"{name} y", y.detach())
    firsts = torch.autograd.grad(y, tensors.values(), create_graph=True)
    others = jax.grad(lambda p: jax_function(**p))(inputs)
    for (key, first) in zip(tensors, firsts):
        np.testing.assert_allclose(first.detach(), others[key], rtol=1e-12, atol=1e-13)
        write(f"{name} d/{key}", first.detach())
    for by in seconds:
        v = random.normal(size=inputs[by].shape)
        write(f"{name} v.{by}", v)
        first = firsts[list(tensors).index(by)]
        second = torch.autograd.grad((first * torch.tensor(v)).sum(), tensors.values(), retain_graph=True, allow_unused=True)
        other = jax.grad(lambda p: (jax.grad(lambda q: jax_function(**q))(p)[by] * v).sum())(inputs)
        for key, s in zip(tensors, second):
            s = np.zeros(inputs[key].shape) if s is None else s.detach()
            np.testing.assert_allclose(s, other[key], rtol=1e-11, atol=1e-12)
            write(f"{name} d/{by}.v/{key}", s)


def normal(*shape):
    return random.normal(size=shape)


labels = np.array([0, 2, 1, 1])
case(
    "network",
    {"x": normal(4, 3), "w1": normal(3, 5), "b1": normal(5), "w2": normal(5, 3)},
    lambda x, w1, b1, w2: torch.nn.functional.cross_entropy(
        torch.tanh(x @ w1 + b1) @ w2, torch.tensor(labels)),
    lambda x, w1, b1, w2: -jnp.mean(
        jax.nn.log_softmax(jnp.tanh(x @ w1 + b1) @ w2)[jnp.arange(4), labels]),
    ["w1"],
)
case(
    "softmax",
    {"x": normal(3, 4), "c": normal(3, 4)},
    lambda x, c: (torch.softmax(x, 1) ** 2 * c).sum(),
    lambda x, c: (jax.nn.softmax(x, 1) ** 2 * c).sum(),
    ["x"],
)
case(
    "matmul",
    {"a": normal(2, 3, 4), "b": normal(4, 2)},
    lambda a, b: (a @ b).pow(3).sum(),
    lambda a, b: ((a @ b) ** 3).sum(),
    ["a", "b"],
)
rows = np.array([3, 0, 3, 1, 3])
case(
    "gather",
    {"table": normal(5, 2), "c": normal(5, 2)},
    lambda table, c: (torch.sin(table[rows]) * c).sum(),
    lambda table, c: (jnp.sin(table[rows]) * c).sum(),
    ["table"],
)
case(
    "broadcast",
    {"a": normal(3, 1), "b": normal(4), "s": normal()},
    lambda a, b, s: torch.exp(a * b + s).mean(),
    lambda a, b, s: jnp.exp(a * b + s).mean(),
    ["b", "s"],
)

path = os.path.join(os.path.dirname(__file__), "..", "resources", "dev", "adjoint", "autodiff", "golden.txt")
with open(path, "w", encoding="utf-8") as out:
    out.write("\n".join(lines) + "\n")
