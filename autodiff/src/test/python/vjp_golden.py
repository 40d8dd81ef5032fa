"""Writes golden files of functions: values, and products of a cotangent with the derivatives.

A line is a case, its tensors written as a dtype, extents and elements:

    key: inputs ; dy -> y ; derivatives by the floating inputs

The key is the name of a function and the numbers that it takes besides tensors. VjpGolden.java
reads it. All figures are in double precision, with random cotangents.
"""

import os

import numpy as np
import torch

NAMES = {"float64": "f64", "int32": "i32", "int64": "i64", "bool": "bool"}
RESOURCES = os.path.join(os.path.dirname(__file__), "..", "resources", "dev", "adjoint", "autodiff")


def element(value):
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(float(value))


def literal(array):
    array = np.asarray(array)
    dims = ",".join(str(d) for d in array.shape)
    return " ".join([f"{NAMES[array.dtype.name]}[{dims}]"] + [element(v) for v in array.ravel()])


class VjpWriter:
    def __init__(self, script, *peers, seed=11):
        self.lines = [f"# Made by {os.path.basename(script)} with {', '.join(peers)}; vjp_golden.py tells the format."]
        self.random = np.random.default_rng(seed)

    def normal(self, *shape):
        return self.random.normal(size=shape).round(3)

    def comment(self, text):
        self.lines.append(f"# {text}")

    def raw(self, key, inputs, dy, y, derivatives):
        given = " ; ".join(literal(v) for v in [*inputs, dy])
        results = " ; ".join(literal(v) for v in [y, *derivatives])
        self.lines.append(f"{key}: {given} -> {results}")

    def case(self, key, inputs, function):
        """States what a function of torch tensors gives."""
        leaves = [torch.tensor(v, requires_grad=v.dtype.kind == "f") for v in inputs]
        y = function(*leaves)
        dy = self.normal(*y.shape)
        wanted = [leaf for leaf in leaves if leaf.requires_grad]
        dx = torch.autograd.grad(y, wanted, torch.tensor(dy), materialize_grads=True)
        self.raw(key, inputs, dy, y.detach().numpy(), [d.numpy() for d in dx])

    def jax_case(self, key, inputs, function):
        """States what a function of JAX arrays, all floating, gives."""
        import jax

        y, vjp = jax.vjp(function, *inputs)
        dy = self.normal(*y.shape)
        self.raw(key, inputs, dy, np.asarray(y), [np.asarray(d) for d in vjp(dy)])

    def write(self, file):
        with open(os.path.join(RESOURCES, file), "w", encoding="utf-8") as out:
            out.write("\n".join(self.lines) + "\n")
