"""Writes golden files: what ops must give, computed elsewhere.

A line names a tensor or states a case; a tensor is a dtype, its extents and its elements, or a name:

    x = f64[2] 0.0 1.0
    exp: x -> f64[2] 1.0 2.718281828459045
    mul vjp: x ; x ; x -> f64[2] 0.0 1.0 ; f64[2] 0.0 1.0

A case of a vector-Jacobian rule has dy as last input. GoldenFile.java reads all this.
"""

import os
import sys

import numpy as np

NAMES = {"float32": "f32", "float64": "f64", "int32": "i32", "int64": "i64", "bool": "bool"}
RESOURCES = os.path.join(os.path.dirname(__file__), "..", "resources", "dev", "adjoint", "ops")


def element(value):
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(value)


def literal(array):
    array = np.asarray(array)
    dims = ", ".join(str(d) for d in array.shape)
    return " ".join([f"{NAMES[array.dtype.name]}[{dims}]"] + [element(v) for v in array.ravel()])


class GoldenWriter:
    """Collects lines; an input that was given a name is referred to by it."""

    def __init__(self, script):
        self.lines = [
            f"# Made by {os.path.basename(script)} with NumPy {np.__version__}; golden.py tells the format."
        ]
        self.names = {}

    def name(self, name, array):
        self.lines.append(f"{name} = {literal(array)}")
        self.names[literal(array)] = name

    def comment(self, text):
        self.lines.append(f"# {text}")

    def case(self, key, inputs, outputs):
        given = " ; ".join(self.names.get(literal(x), literal(x)) for x in inputs)
        self.lines.append(f"{key}: {given} -> {' ; '.join(literal(y) for y in outputs)}")

    def write(self, file):
        with open(os.path.join(RESOURCES, file), "w", encoding="utf-8") as out:
            out.write("\n".join(self.lines) + "\n")
        print(f"{file}: {len(self.lines)} lines", file=sys.stderr)
