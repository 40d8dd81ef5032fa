"""Writes factors.txt: systems, determinants and factorisations of matrices, and their derivatives.

Needs numpy, scipy and torch. The elements of the inputs are eighths, so that they are the same in
F32. A key is the name of a function and what it takes besides tensors. A key that ends in vjp has a
cotangent for each floating output behind the inputs, and gives the derivatives by the inputs.

Signs are those of Adjoint: R has a positive diagonal, and of a vector the first of those elements
that reach nine tenths of its largest magnitude is positive.
"""

import numpy as np
import scipy.linalg
import torch
from golden import GoldenWriter

golden = GoldenWriter(__file__)
golden.comment(f"Factors and derivatives from PyTorch {torch.__version__}, others from SciPy {scipy.__version__}.")
random = np.random.default_rng(17)


def eighths(*shape):
    return torch.tensor(random.integers(-24, 25, shape) / 8)


def symmetric(x):
    return (x + x.mT) / 2


def definite(*shape):
    x = eighths(*shape)
    return x @ x.mT + torch.eye(shape[-1])


def signs(vectors):
    """Returns the sign that each column must be multiplied by."""
    v = vectors.detach()
    large = v.abs() >= 0.9 * v.abs().amax(-2, keepdim=True)
    first = large.int().argmax(-2, keepdim=True)
    return torch.sign(torch.take_along_dim(v, first, -2))


def qr(x):
    q, r = torch.linalg.qr(x)
    sign = torch.sign(r.detach().diagonal(dim1=-2, dim2=-1))
    return q * sign[..., None, :], r * sign[..., None]


def eigh(x):
    w, v = torch.linalg.eigh(symmetric(x))
    return w, v * signs(v)


def svd(x):
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    sign = signs(u)
    return u * sign, s, vh * sign.mT


def lu(x):
    p, lower, upper = torch.linalg.lu(x)
    return p.detach().argmax(-2).to(torch.int32), lower, upper


def case(key, function, *inputs):
    """Writes values and derivatives, for random cotangents."""
    x = [v.clone().requires_grad_() for v in inputs]
    y = function(*x)
    y = list(y) if isinstance(y, tuple) else [y]
    golden.case(key, [v.numpy() for v in inputs], [v.detach().numpy() for v in y])
    floating = [v for v in y if v.dtype.is_floating_point and v.requires_grad]
    dy = [eighths(*v.shape) for v in floating]
    gradients = torch.autograd.grad(floating, x, dy)
    golden.case(f"{key} vjp", [v.numpy() for v in [*inputs, *dy]], [g.numpy() for g in gradients])


def values(key, function, *inputs):
    golden.case(key, [v.numpy() for v in inputs], [function(*[v.numpy() for v in inputs])])


golden.comment("---- systems of equations")
for a in [definite(3, 3), definite(2, 4, 4), definite(3, 3) + torch.tensor([[0, 1.5, 0], [-1.5, 0, 2], [0, -2, 0]])]:
    case("cholesky", lambda x: torch.linalg.cholesky(symmetric(x)), a)
for lower in [True, False]:
    for transposed in [False, True]:
        for unit in [False, True]:
            a = eighths(3, 3) / 2 + 4 * torch.eye(3)
            key = " ".join(["triangularSolve", "lower" if lower else "upper", "plain transposed".split()[transposed], "any unit".split()[unit]])

            def solve(a, b):
                part = torch.tril(a) if lower else torch.triu(a)
                other = lower
                if transposed:
                    part, other = part.mT, not lower
                return torch.linalg.solve_triangular(part, b, upper=not other, unitriangular=unit)

            case(key, solve, a, eighths(3, 2))
for a, b in [(eighths(3, 3), eighths(3, 2)), (eighths(2, 4, 4), eighths(2, 4, 1)), (eighths(6, 6), eighths(6, 3))]:
    case("solve", torch.linalg.solve, a, b)
    case("inverse", torch.linalg.inv, a)
values("solve", np.linalg.solve, eighths(3, 3), eighths(3))
values("solve", np.linalg.solve, eighths(3, 3), eighths(2, 3, 2))
values("solve", np.linalg.solve, eighths(2, 3, 3), eighths(3, 1))
for a, b in [(eighths(5, 3), eighths(5, 2)), (eighths(3, 5), eighths(3, 2)), (eighths(4, 2), eighths(4))]:
    values("lstsq", lambda a, b: np.linalg.lstsq(a, b)[0], a, b)
for a in [eighths(3, 3), eighths(5, 3), eighths(2, 2, 4)]:
    case("pinv", torch.linalg.pinv, a)
rank_one = torch.outer(eighths(4), eighths(3))
values("pinv", np.linalg.pinv, rank_one)

golden.comment("---- determinants")
for a in [eighths(1, 1), eighths(3, 3), eighths(2, 4, 4), eighths(6, 6)]:
    case("det", torch.linalg.det, a)
    case("slogDet", lambda x: tuple(torch.linalg.slogdet(x)), a)
    values("cofactors", lambda x: np.linalg.det(x)[..., None, None] * np.linalg.inv(x).swapaxes(-1, -2), a)

golden.comment("---- factorisations")
for a in [eighths(3, 3), eighths(5, 3), eighths(2, 3, 4), eighths(1, 1)]:
    case("lu", lu, a)
for a in [eighths(3, 3), eighths(5, 3), eighths(2, 4, 2), eighths(1, 1)]:
    case("qr", qr, a)
wide = eighths(2, 4)
golden.case("qr", [wide.numpy()], [v.numpy() for v in qr(wide)])
for a in [eighths(3, 3), eighths(2, 4, 4), eighths(6, 6), eighths(1, 1)]:
    case("eigh", eigh, a)
for a in [eighths(3, 3), eighths(5, 3), eighths(2, 2, 4), eighths(1, 1), eighths(6, 6)]:
    case("svd", svd, a)

golden.comment("---- functions of matrices and norms")
for a in [eighths(3, 3), eighths(2, 2, 2) / 8, 4 * eighths(4, 4), torch.zeros(2, 2, dtype=torch.float64), torch.tensor([[0, 60.0], [0, 0]])]:
    a = a.double()
    case("matrixExp", torch.linalg.matrix_exp, a)
for a in [eighths(3, 4), eighths(2, 3, 2)]:
    values("spectralNorm", lambda x: np.linalg.norm(x, 2, (-2, -1)), a)
    values("nuclearNorm", lambda x: np.linalg.norm(x, "nuc", (-2, -1)), a)
    values("cond", lambda x: np.linalg.cond(x), a)

golden.write("factors.txt")
