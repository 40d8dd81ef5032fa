"""Writes linalg.txt: values of products, norms and distances of matrices.

Needs numpy. The inputs are such that no sum or product of them is rounded, so only square roots
are. A key is the name of a function and what it takes besides tensors.
"""

import numpy as np
from golden import GoldenWriter

golden = GoldenWriter(__file__)
random = np.random.default_rng(11)


def eighths(*shape):
    """Numbers of which sums and products are exact, so that their order does not matter."""
    return random.integers(-24, 25, shape) / 8


def case(key, inputs, y):
    for dtype in [np.float32, np.float64]:
        golden.case(key, [x.astype(dtype) for x in inputs], [np.asarray(y).astype(dtype)])


golden.comment("---- sums and products")
for x in [eighths(3, 3), eighths(2, 3), eighths(2, 3, 4)]:
    case("trace", [x], np.trace(x, axis1=-2, axis2=-1))
a, b = eighths(2, 3), eighths(3)
case("dot", [a, b], (a * b).sum(-1))
case("outer", [a, b], a[:, :, None] * b)
a, b = eighths(2, 3), eighths(2, 2)
case("kron", [a, b], np.kron(a, b))
a, b = eighths(2, 1, 2), eighths(1, 2, 2)
case("kron", [a, b], np.stack([np.kron(v, b[0]) for v in a]))
x = random.integers(-2, 3, (2, 3, 3)).astype(float)
for n in [0, 1, 2, 3, 6]:
    case(f"matrixPower {n}", [x], np.linalg.matrix_power(x, n))
a, b = eighths(2, 3, 4), eighths(3, 4, 2)
# Without a sum a product may be -0, which that of matrices in NumPy is not.
case("tensorDot 0", [a, b], np.multiply.outer(a, b))
case("tensorDot 2", [a, b], np.tensordot(a, b, 2))
case("tensorDot 0,2 2,1", [a, b], np.tensordot(a, b, ([0, 2], [2, 1])))

golden.comment("---- einsum")
for formula, shapes in {
    "ij,jk->ik": [(2, 3), (3, 4)],
    "ij,jk": [(2, 3), (3, 4)],
    "ba,b": [(2, 3), (2,)],
    "ii": [(3, 3)],
    "ii->i": [(3, 3)],
    "iji->j": [(3, 2, 3)],
    "ij->": [(2, 3)],
    "ijk->ki": [(2, 3, 4)],
    "i,j->ji": [(2,), (3,)],
    "i,i->i": [(3,), (3,)],
    "bqhd,bkhd->bhqk": [(2, 3, 2, 4), (2, 2, 2, 4)],
    "ij,kl->": [(2, 3), (2, 2)],
    "ab,bc,cd->ad": [(4, 3), (3, 2), (2, 4)],
    "a,ab,b": [(3,), (3, 2), (2,)],
    ",i": [(), (3,)],
    "ij,jk->ki": [(2, 0), (0, 3)],
}.items():
    operands = [eighths(*shape) for shape in shapes]
    case(f"einsum {formula}", operands, np.einsum(formula, *operands))

golden.comment("---- norms and distances")
for x in [eighths(3, 4), eighths(2, 3, 2), np.zeros((2, 2))]:
    case("frobeniusNorm", [x], np.linalg.norm(x, "fro", (-2, -1)))
    case("oneNorm", [x], np.linalg.norm(x, 1, (-2, -1)))
    case("infinityNorm", [x], np.linalg.norm(x, np.inf, (-2, -1)))
a, b = eighths(2, 3, 2), eighths(4, 2)
case("cdist", [a, b], np.linalg.norm(a[:, :, None] - b, axis=-1))

golden.write("linalg.txt")
