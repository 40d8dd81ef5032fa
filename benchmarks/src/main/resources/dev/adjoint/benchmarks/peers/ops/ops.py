"""Single ops in PyTorch and JAX, served to ./run peers ops.

usage: python ops.py torch|jax THREADS

The conversation over the standard streams is that of OpsServer.java; the numbers are those of WorkloadData.java.
"""

import os
import statistics
import sys
import time

import numpy as np

PEER, THREADS = sys.argv[1], int(sys.argv[2])
SAMPLE_SECONDS = 200e-6
SETTLING = 0.1


def unit(array, size):
    """Returns numbers in [0, 1), each a hash of its array and place."""
    with np.errstate(over="ignore"):
        z = (np.arange(size, dtype=np.uint64) + np.uint64((array << 32) + 1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24


def draw(array, text, dtype):
    dims, kind, low, high = text.split(":")
    shape = tuple(int(d) for d in dims.split("x"))
    numbers = unit(array, int(np.prod(shape)))
    if kind == "INDEX":
        return (numbers * float(high)).astype(np.int64).reshape(shape)
    numbers = (float(low) + (float(high) - float(low)) * numbers).astype(np.float32).reshape(shape)
    if kind == "SYMMETRIC":
        numbers = (numbers + numbers.T) / np.float32(2)
    if kind != "REAL":
        numbers = numbers + np.eye(len(numbers), dtype=np.float32) * np.float32(len(numbers))
    return numbers.astype({"f32": np.float32, "f64": np.float64}[dtype])


def torch_ops():
    import torch
    import torch.nn.functional as f

    def segment_sum(x, s):
        count = 100 if len(x) == 1000 else 1000
        return torch.zeros(count, x.shape[1], dtype=x.dtype).index_add(0, s, x)

    return {
        "exp": torch.exp, "sin": torch.sin, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu,
        "gelu": f.gelu, "softplus": f.softplus, "silu": f.silu, "erf": torch.erf, "log": torch.log, "sqrt": torch.sqrt,
        "pow": lambda x: x**2.5, "lgamma": torch.lgamma,
        "mul": torch.mul, "div": torch.div, "maximum": torch.maximum, "atan2": torch.atan2,
        "sum0": lambda x: x.sum(0), "sum1": lambda x: x.sum(1), "max0": lambda x: x.amax(0), "max1": lambda x: x.amax(1),
        "var0": lambda x: x.var(0, correction=0), "var1": lambda x: x.var(1, correction=0), "prod1": lambda x: x.prod(1),
        "logSumExp0": lambda x: x.logsumexp(0), "logSumExp1": lambda x: x.logsumexp(1),
        "softmax0": lambda x: x.softmax(0), "softmax1": lambda x: x.softmax(1),
        "cumSum0": lambda x: x.cumsum(0), "cumSum1": lambda x: x.cumsum(1), "cumProd1": lambda x: x.cumprod(1),
        "logCumSumExp1": lambda x: x.logcumsumexp(1),
        "sort0": lambda x: x.sort(0).values, "sort1": lambda x: x.sort(1).values, "topK1": lambda x: x.topk(10, 1).values,
        "gather": lambda x, i: x[i], "takeAlongAxis": lambda x, i: x.gather(1, i), "segmentSum": segment_sum,
        "matmul": torch.matmul, "outer": torch.outer,
        "cholesky": lambda x: torch.linalg.cholesky((x + x.T) / 2), "eigvalsh": lambda x: torch.linalg.eigvalsh((x + x.T) / 2),
        "inverse": torch.linalg.inv, "slogDet": lambda x: torch.linalg.slogdet(x).logabsdet,
        "qr": lambda x: torch.linalg.qr(x).R, "singularValues": torch.linalg.svdvals, "solve": torch.linalg.solve,
        "conv3x3": lambda x, w: f.conv2d(x, w, padding=1), "convStride2": lambda x, w: f.conv2d(x, w, stride=2, padding=1),
        "conv1x1": f.conv2d, "convDilated": lambda x, w: f.conv2d(x, w, padding=2, dilation=2),
        "depthwise": lambda x, w: f.conv2d(x, w, padding=1, groups=16),
        "convTranspose": lambda x, w: f.conv_transpose2d(x, w, stride=2), "conv1d": lambda x, w: f.conv1d(x, w, padding=2),
        "maxPool": lambda x: f.max_pool2d(x, 2), "avgPool": lambda x: f.avg_pool2d(x, 2),
        "rfft": lambda x: torch.view_as_real(torch.fft.rfft(x)),
        "fft": lambda a, b: torch.view_as_real(torch.fft.fft(torch.complex(a, b))),
    }


def torch_step(op, arrays):
    import torch

    function = OPS[op]
    inputs = [torch.tensor(a) for a in arrays]
    reals = [x.requires_grad_() for x in inputs if x.is_floating_point()]

    def run():
        loss = function(*inputs).square().mean()
        return loss, torch.autograd.grad(loss, reals)

    loss, gradients = run()
    return float(loss.detach()), float(gradients[0].double().square().sum().sqrt()), run


def jax_ops():
    import jax
    import jax.numpy as jnp
    from jax import lax
    from jax.scipy.special import erf

    def conv(x, w, stride=1, padding=0, dilation=1, groups=1):
        spatial = x.ndim - 2
        names = ("NCHW", "OIHW", "NCHW") if spatial == 2 else ("NCH", "OIH", "NCH")
        return lax.conv_general_dilated(
            x, w, (stride,) * spatial, [(padding, padding)] * spatial, rhs_dilation=(dilation,) * spatial,
            dimension_numbers=names, feature_group_count=groups)

    def conv_transpose(x, w):
        turned = jnp.flip(w, (2, 3)).transpose(1, 0, 2, 3)
        return lax.conv_general_dilated(x, turned, (1, 1), [(1, 1), (1, 1)], lhs_dilation=(2, 2), dimension_numbers=("NCHW", "OIHW", "NCHW"))

    def pool(x, start, combine):
        return lax.reduce_window(x, start, combine, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")

    def parts(y):
        return jnp.stack([y.real, y.imag])

    def segment_sum(x, s):
        return jnp.zeros((100 if len(x) == 1000 else 1000, x.shape[1]), x.dtype).at[s].add(x)

    return {
        "exp": jnp.exp, "sin": jnp.sin, "tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu,
        "gelu": lambda x: jax.nn.gelu(x, approximate=False), "softplus": jax.nn.softplus, "silu": jax.nn.silu, "erf": erf,
        "log": jnp.log, "sqrt": jnp.sqrt, "pow": lambda x: x**2.5, "lgamma": lax.lgamma,
        "mul": jnp.multiply, "div": jnp.divide, "maximum": jnp.maximum, "atan2": jnp.arctan2,
        "sum0": lambda x: x.sum(0), "sum1": lambda x: x.sum(1), "max0": lambda x: x.max(0), "max1": lambda x: x.max(1),
        "var0": lambda x: x.var(0), "var1": lambda x: x.var(1), "prod1": lambda x: x.prod(1),
        "logSumExp0": lambda x: jax.nn.logsumexp(x, 0), "logSumExp1": lambda x: jax.nn.logsumexp(x, 1),
        "softmax0": lambda x: jax.nn.softmax(x, 0), "softmax1": lambda x: jax.nn.softmax(x, 1),
        "cumSum0": lambda x: jnp.cumsum(x, 0), "cumSum1": lambda x: jnp.cumsum(x, 1), "cumProd1": lambda x: jnp.cumprod(x, 1),
        "logCumSumExp1": lambda x: lax.cumlogsumexp(x, 1),
        "sort0": lambda x: jnp.sort(x, 0), "sort1": lambda x: jnp.sort(x, 1), "topK1": lambda x: lax.top_k(x, 10)[0],
        "gather": lambda x, i: x[i], "takeAlongAxis": lambda x, i: jnp.take_along_axis(x, i, 1), "segmentSum": segment_sum,
        "matmul": jnp.matmul, "outer": jnp.outer,
        "cholesky": jnp.linalg.cholesky, "eigvalsh": jnp.linalg.eigvalsh,
        "inverse": jnp.linalg.inv, "slogDet": lambda x: jnp.linalg.slogdet(x)[1],
        "qr": lambda x: jnp.linalg.qr(x)[1], "singularValues": lambda x: jnp.linalg.svd(x, compute_uv=False),
        "solve": jnp.linalg.solve,
        "conv3x3": lambda x, w: conv(x, w, padding=1), "convStride2": lambda x, w: conv(x, w, stride=2, padding=1),
        "conv1x1": conv, "convDilated": lambda x, w: conv(x, w, padding=2, dilation=2),
        "depthwise": lambda x, w: conv(x, w, padding=1, groups=16), "convTranspose": conv_transpose,
        "conv1d": lambda x, w: conv(x, w, padding=2),
        "maxPool": lambda x: pool(x, -jnp.inf, lax.max), "avgPool": lambda x: pool(x, 0.0, lax.add) / 4,
        "rfft": lambda x: parts(jnp.fft.rfft(x)), "fft": lambda a, b: parts(jnp.fft.fft(lax.complex(a, b))),
    }


def jax_step(op, arrays):
    import jax
    import jax.numpy as jnp

    function = OPS[op]
    inputs = [jnp.asarray(a) for a in arrays]
    places = tuple(i for i, a in enumerate(arrays) if a.dtype != np.int64)
    step = jax.jit(jax.value_and_grad(lambda *x: jnp.square(function(*x)).mean(), argnums=places))

    def run():
        return jax.block_until_ready(step(*inputs))

    loss, gradients = run()
    return float(loss), float(np.sqrt(np.square(np.asarray(gradients[0], np.float64)).sum())), run


def median(run, seconds):
    begun = time.perf_counter()
    steps = 0
    while True:
        run()
        steps += 1
        elapsed = time.perf_counter() - begun
        if elapsed >= seconds * SETTLING:
            break
    together = max(1, int(SAMPLE_SECONDS * steps / elapsed))
    samples = []
    before = time.perf_counter()
    while True:
        for _ in range(together):
            run()
        now = time.perf_counter()
        samples.append((now - before) * 1e6 / together)
        before = now
        if now - begun >= seconds:
            return statistics.median(samples)


out, sys.stdout = sys.stdout, sys.stderr
if PEER == "torch":
    import torch

    torch.set_num_threads(THREADS)
    OPS, make = torch_ops(), torch_step
else:
    if hasattr(os, "sched_setaffinity"):  # XLA has as many threads as it may use processors
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:THREADS]))
    import jax

    jax.config.update("jax_enable_x64", True)
    OPS, make = jax_ops(), jax_step

for line in sys.stdin:
    words = line.split()
    try:
        if words[0] == "op":
            loss, norm, run = make(words[1], [draw(i, text, words[2]) for i, text in enumerate(words[3:])])
            answer = "ready %r %r" % (loss, norm)
        else:
            answer = "took %r" % median(run, float(words[1]))
    except Exception as e:
        answer = "failed %s: %s" % (type(e).__name__, (str(e).splitlines() or [""])[0])
    print(answer, file=out, flush=True)
