"""The steps of the workloads in JAX and PyTorch, served to ./run peers --jax.

usage: python steps.py jax|torch|torch-compile THREADS WORKLOAD

The conversation over the standard streams is that of StepServer.java, the numbers are those of
WorkloadData.java, and the order of the arrays stands with Adjoint's steps.
"""

import math
import os
import statistics
import sys
import time

import numpy as np

STEPS_BEFORE_LATER = 3
SAMPLE_SECONDS = 200e-6
SETTLING = 0.1
MLPS = {"mlp-784-128-10": ([784, 128, 10], 64), "mlp-784-512-512-10": ([784, 512, 512, 10], 128)}
LSTM = {"batch": 32, "length": 64, "features": 64, "units": 128}
ENCODER = {"batch": 16, "length": 64, "features": 64, "width": 128, "heads": 4, "wide": 512}
ENCODER_LAYERS = 2
GRU = {"batch": 32, "length": 64, "features": 64, "units": 128}
MASKED = {"batch": 16, "length": 64, "width": 128, "heads": 4, "classes": 64}
TEXTS = {"batch": 64, "length": 128, "words": 20_000, "width": 64, "hidden": 128, "classes": 10}
SEPARABLE = [(16, 32), (32, 64)]


def unit(array, size):
    """Returns numbers in [0, 1), each a hash of its array and place."""
    with np.errstate(over="ignore"):
        z = (np.arange(size, dtype=np.uint64) + np.uint64((array << 32) + 1)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24


def uniform(array, shape, low=-1.0, high=1.0):
    """Returns numbers that look drawn evenly from [low, high)."""
    numbers = low + (high - low) * unit(array, int(np.prod(shape)))
    return numbers.astype(np.float32).reshape(shape)


def labels(array, size, classes):
    return (unit(array, size) * classes).astype(np.int64)


class Arrays:
    """Numbers the arrays of a network in the order in which they are asked for."""

    def __init__(self):
        self.next = 0
        self.parameters = []

    def input(self, *shape):
        self.next += 1
        return uniform(self.next - 1, shape)

    def labels(self, size, classes):
        self.next += 1
        return labels(self.next - 1, size, classes)

    def weights(self, fan_in, *shape):
        self.next += 1
        bound = 1 / np.sqrt(float(fan_in))
        self.parameters.append(uniform(self.next - 1, shape, -bound, bound))

    def dense(self, fan_in, out):
        self.weights(fan_in, fan_in, out)
        self.weights(fan_in, out)

    def norm(self, width):
        self.parameters += [np.ones(width, np.float32), np.zeros(width, np.float32)]


def network(workload):
    """Returns the input, the target and the initial parameters of a network."""
    a = Arrays()
    if workload == "xor":
        a.dense(2, 4)
        a.dense(4, 1)
        x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
        return x, np.array([[0], [1], [1], [0]], np.float32), a.parameters
    if workload in MLPS:
        units, batch = MLPS[workload]
        x, y = a.input(batch, units[0]), a.labels(batch, units[-1])
        for fan_in, out in zip(units, units[1:]):
            a.dense(fan_in, out)
        return x, y, a.parameters
    if workload == "lenet-5":
        x, y = a.input(64, 1, 28, 28), a.labels(64, 10)
        for out, fan_in in [(6, 1), (16, 6)]:
            a.weights(fan_in * 25, out, fan_in, 5, 5)
            a.weights(fan_in * 25, out)
        a.dense(400, 120)
        a.dense(120, 84)
        a.dense(84, 10)
        return x, y, a.parameters
    if workload == "cnn-32-64":
        x, y = a.input(64, 1, 28, 28), a.labels(64, 10)
        for out, fan_in in [(32, 1), (64, 32)]:
            a.weights(fan_in * 9, out, fan_in, 3, 3)
            a.norm(out)
        a.dense(64 * 7 * 7, 128)
        a.dense(128, 10)
        return x, y, a.parameters
    if workload == "lstm":
        n, t, f, u = LSTM.values()
        x, y = a.input(n, t, f), a.labels(n * t, f)
        for shape in [(f, 4 * u), (u, 4 * u), (4 * u,), (4 * u,)]:
            a.weights(u, *shape)
        a.dense(u, f)
        return x, y, a.parameters
    if workload == "gru-64-128":
        n, t, f, u = GRU.values()
        x, y = a.input(n, t, f), a.labels(n * t, f)
        for shape in [(f, 3 * u), (u, 3 * u), (3 * u,), (3 * u,)]:
            a.weights(u, *shape)
        a.dense(u, f)
        return x, y, a.parameters
    if workload == "attention-masked":
        n, t, width, _, classes = MASKED.values()
        x, y = a.input(n * t, width), a.labels(n * t, classes)
        for out in [width] * 4 + [classes]:
            a.dense(width, out)
        return x, y, a.parameters
    if workload == "embedding-classifier":
        n, t, words, width, hidden, classes = TEXTS.values()
        x, y = a.labels(n * t, words).reshape(n, t), a.labels(n, classes)
        a.weights(width, words, width)
        a.dense(width, hidden)
        a.dense(hidden, classes)
        return x, y, a.parameters
    if workload == "cnn-separable":
        x, y = a.input(64, 1, 28, 28), a.labels(64, 10)
        a.weights(9, 16, 1, 3, 3)
        a.weights(9, 16)
        for fan_in, out in SEPARABLE:
            a.weights(9, fan_in, 1, 3, 3)
            a.weights(fan_in, out, fan_in, 1, 1)
            a.weights(fan_in, out)
        a.dense(64, 10)
        return x, y, a.parameters
    n, t, f, width, _, wide = ENCODER.values()
    x, y = a.input(n * t, f), a.labels(n * t, f)
    a.dense(f, width)
    for _ in range(ENCODER_LAYERS):
        for _ in range(4):
            a.dense(width, width)
        a.norm(width)
        a.dense(width, wide)
        a.dense(wide, width)
        a.norm(width)
    a.dense(width, f)
    return x, y, a.parameters


NETWORKS = ["xor", *MLPS, "lenet-5", "cnn-32-64", "lstm", "transformer"]
CALCULATIONS = ["layer-norm", "softmax-10000", "logistic-f64", "mixture-f64", "hessian-vector"]
NETWORKS += ["gru-64-128", "attention-masked", "embedding-classifier", "cnn-separable"]


def counting():
    """Returns which keys each token sees: those before it and itself, within the sequence."""
    n, t, _, _, _ = MASKED.values()
    place = np.arange(t)
    lengths = t - 3 * np.arange(n)
    return (place <= place[:, None]) & (place < lengths[:, None, None, None])


def calculation(workload):
    """Returns what a calculation is given, and then what it is differentiated by."""
    if workload == "layer-norm":
        return [uniform(1, (4096, 768))], [uniform(0, (4096, 768))]
    if workload == "softmax-10000":
        return [labels(1, 128, 10_000)], [uniform(0, (128, 10_000), -4, 4)]
    if workload == "logistic-f64":
        bound = 1 / np.sqrt(200.0)
        given = uniform(0, (20_000, 200)), labels(2, 20_000, 2).reshape(-1, 1)
        weights = uniform(1, (200, 1), -bound, bound)
        return [a.astype(np.float64) for a in given], [weights.astype(np.float64)]
    if workload == "mixture-f64":
        arrays = [(5_000, 1, 8), (16, 8), (16, 8), (16,)]
        x, *by = (uniform(i, shape).astype(np.float64) for i, shape in enumerate(arrays))
        return [x], by
    shapes, bounds = [(256, 128), (128, 10)], [1 / np.sqrt(256.0), 1 / np.sqrt(128.0)]
    weights = [uniform(2 + i, s, -b, b) for i, (s, b) in enumerate(zip(shapes, bounds))]
    along = [uniform(4 + i, s) for i, s in enumerate(shapes)]
    return [uniform(0, (64, 256)), labels(1, 64, 10), *along], weights


def encoder(x, p, dense, heads, attention, merge, norm, gelu):
    """Returns the transformer's logits; how the parts are computed is the framework's affair."""
    p = iter(p)

    def linear(x):
        return dense(x, next(p), next(p))

    x = linear(x)
    for _ in range(ENCODER_LAYERS):
        q, k, v = heads(linear(x)), heads(linear(x)), heads(linear(x))
        x = norm(x + linear(merge(attention(q, k, v))), next(p), next(p))
        x = norm(x + linear(gelu(linear(x))), next(p), next(p))
    return linear(x)


def jax_step(workload, threads):
    if hasattr(os, "sched_setaffinity"):  # XLA has as many threads as it may use processors
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    import jax
    import jax.numpy as jnp
    import optax

    def convolved(x, filters):
        # Images as [batch, height, width, channels], which is what XLA is made for.
        pad = "VALID" if filters.shape[:3] == (5, 5, 6) else "SAME"
        layout = ("NHWC", "HWIO", "NHWC")
        return jax.lax.conv_general_dilated(x, filters, (1, 1), pad, dimension_numbers=layout)

    def pooled(x, start, combine):
        return jax.lax.reduce_window(x, start, combine, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")

    def batch_norm(x, scale, shift):
        mean = x.mean((0, 1, 2))
        variance = ((x - mean) ** 2).mean((0, 1, 2))
        return (x - mean) / jnp.sqrt(variance + 1e-5) * scale + shift, mean, variance

    def flat(x):
        return x.transpose(0, 3, 1, 2).reshape(x.shape[0], -1)

    def cnn(p, x, key):
        moments = []
        for filters, scale, shift in [p[0:3], p[3:6]]:
            x, *more = batch_norm(convolved(x, filters), scale, shift)
            moments += more
            x = pooled(jax.nn.relu(x), -jnp.inf, jax.lax.max)
        x = jax.nn.relu(flat(x) @ p[6] + p[7])
        if key is not None:
            x = jnp.where(jax.random.bernoulli(key, 0.5, x.shape), 2 * x, 0)
        return x @ p[8] + p[9], moments

    def forward(p, x):
        if workload == "lenet-5":
            for filters, bias in [p[0:2], p[2:4]]:
                x = pooled(jnp.tanh(convolved(x, filters) + bias), 0.0, jax.lax.add) / 4
            x = jnp.tanh(flat(x) @ p[4] + p[5])
            return jnp.tanh(x @ p[6] + p[7]) @ p[8] + p[9]
        if workload == "xor":
            return jax.nn.sigmoid(jnp.tanh(x @ p[0] + p[1]) @ p[2] + p[3])
        if workload in MLPS:
            for i in range(0, len(p) - 2, 2):
                x = jax.nn.relu(x @ p[i] + p[i + 1])
            return x @ p[-2] + p[-1]
        if workload == "lstm":
            n, t, _, u = LSTM.values()

            def cell(carry, gates):
                h, c = carry
                i, f, g, o = jnp.split(gates + h @ p[1], 4, axis=1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
                h = jax.nn.sigmoid(o) * jnp.tanh(c)
                return (h, c), h

            gates = jnp.swapaxes(x @ p[0] + (p[2] + p[3]), 0, 1)
            zeros = jnp.zeros((n, u), jnp.float32)
            _, states = jax.lax.scan(cell, (zeros, zeros), gates)
            return jnp.swapaxes(states, 0, 1).reshape(n * t, u) @ p[4] + p[5]
        if workload == "gru-64-128":
            n, t, _, u = GRU.values()

            def unit(h, a):
                b = h @ p[1] + p[3]
                reset = jax.nn.sigmoid(a[:, :u] + b[:, :u])
                update = jax.nn.sigmoid(a[:, u : 2 * u] + b[:, u : 2 * u])
                candidate = jnp.tanh(a[:, 2 * u :] + reset * b[:, 2 * u :])
                h = candidate + update * (h - candidate)
                return h, h

            gates = jnp.swapaxes(x @ p[0] + p[2], 0, 1)
            _, states = jax.lax.scan(unit, jnp.zeros((n, u), jnp.float32), gates)
            return jnp.swapaxes(states, 0, 1).reshape(n * t, u) @ p[4] + p[5]
        if workload == "attention-masked":
            n, t, width, count, _ = MASKED.values()
            heads = lambda x: x.reshape(n, t, count, width // count).transpose(0, 2, 1, 3)
            q, k, v = (heads(x @ p[i] + p[i + 1]) for i in (0, 2, 4))
            scores = q @ k.swapaxes(-1, -2) / (width // count) ** 0.5
            mixed = jax.nn.softmax(jnp.where(counting(), scores, -jnp.inf)) @ v
            x = mixed.transpose(0, 2, 1, 3).reshape(n * t, width) @ p[6] + p[7]
            return x @ p[8] + p[9]
        if workload == "embedding-classifier":
            x = jax.nn.relu(p[0][x].mean(1) @ p[1] + p[2])
            return x @ p[3] + p[4]
        if workload == "cnn-separable":

            def conv(x, filters, stride=1, groups=1):
                pad = [(1, 1), (1, 1)] if filters.shape[0] == 3 else "VALID"
                return jax.lax.conv_general_dilated(
                    x, filters, (stride, stride), pad, feature_group_count=groups,
                    dimension_numbers=("NHWC", "HWIO", "NHWC"),
                )

            x = jax.nn.relu(conv(x, p[0]) + p[1])
            for i, (channels, _) in enumerate(SEPARABLE):
                x = jax.nn.relu(conv(x, p[3 * i + 2], 2, channels))
                x = jax.nn.relu(conv(x, p[3 * i + 3]) + p[3 * i + 4])
            return x.mean((1, 2)) @ p[-2] + p[-1]
        n, t, _, width, count, _ = ENCODER.values()

        def norm(x, scale, shift):
            centred = x - x.mean(-1, keepdims=True)
            return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * scale + shift

        return encoder(
            x,
            p,
            lambda x, w, b: x @ w + b,
            lambda x: x.reshape(n, t, count, width // count).transpose(0, 2, 1, 3),
            lambda q, k, v: jax.nn.softmax(q @ k.swapaxes(-1, -2) / (width // count) ** 0.5) @ v,
            lambda x: x.transpose(0, 2, 1, 3).reshape(n * t, width),
            norm,
            lambda x: jax.nn.gelu(x, approximate=False),
        )

    def loss(p, x, y, key=None):
        z, moments = cnn(p, x, key) if workload == "cnn-32-64" else (forward(p, x), [])
        if workload == "xor":
            return ((z - y) ** 2).mean(), moments
        return optax.softmax_cross_entropy_with_integer_labels(z, y).mean(), moments

    version = "JAX " + jax.__version__
    norm = lambda g: float(np.linalg.norm(np.asarray(g, np.float64)))
    if workload in NETWORKS:
        x, y, p = network(workload)
        if x.ndim == 4:
            x, p = x.transpose(0, 2, 3, 1), [a.transpose(2, 3, 1, 0) if a.ndim == 4 else a for a in p]
        data = jnp.asarray(x), jnp.asarray(y)
        optimizer = optax.sgd(0.1) if workload == "xor" else optax.adam(1e-3)
        gradient = jax.jit(jax.value_and_grad(loss, has_aux=True))
        p = [jnp.asarray(a) for a in p]
        running = [jnp.zeros(32), jnp.ones(32), jnp.zeros(64), jnp.ones(64)]
        running = running if workload == "cnn-32-64" else []
        held = [p, optimizer.init(p), running, jax.random.key(0)]

        def whole(p, state, running, key, x, y):
            drawn, key = jax.random.split(key) if running else (None, key)
            (value, moments), g = jax.value_and_grad(loss, has_aux=True)(p, x, y, drawn)
            change, state = optimizer.update(g, state, p)
            running = [0.9 * r + 0.1 * m for r, m in zip(running, moments)]
            return optax.apply_updates(p, change), state, running, key, value

        whole = jax.jit(whole, donate_argnums=(0, 1, 2))

        def run():
            *held[:], value = whole(*held, *data)
            jax.block_until_ready((held, value))

        def figures():
            (value, _), g = gradient(held[0], *data)
            return float(value), norm(g[0])

        return version, figures, run
    if workload.startswith("matmul-"):
        n = int(workload.removeprefix("matmul-"))
        a, b = (jnp.asarray(uniform(i, (n, n), 0, 1)) for i in range(2))
        product = jax.jit(lambda a, b: a @ b)
        run = lambda: product(a, b).block_until_ready()
        return version, lambda: (float(run().mean()), norm(run())), run
    if workload in CALCULATIONS:
        jax.config.update("jax_enable_x64", workload.endswith("f64"))
        given, by = ([jnp.asarray(a) for a in arrays] for arrays in calculation(workload))

        def value(by, given):
            if workload == "layer-norm":
                centred = by[0] - by[0].mean(-1, keepdims=True)
                deviation = jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
                return ((centred / deviation * given[0]) ** 2).mean()
            if workload == "softmax-10000":
                return optax.softmax_cross_entropy_with_integer_labels(by[0], given[0]).mean()
            if workload == "logistic-f64":
                return optax.sigmoid_binary_cross_entropy(given[0] @ by[0], given[1]).mean()
            if workload == "mixture-f64":
                means, deviations, weights = by
                scaled = (given[0] - means) * jnp.exp(-deviations)
                parts = -0.5 * (scaled**2).sum(2) - deviations.sum(1)
                return -jax.nn.logsumexp(parts + jax.nn.log_softmax(weights), axis=1).mean()
            z = jnp.tanh(given[0] @ by[0]) @ by[1]
            return optax.softmax_cross_entropy_with_integer_labels(z, given[1]).mean()

        def both(by, given):
            if workload != "hessian-vector":
                return jax.value_and_grad(value)(by, given)
            gradient = lambda by: jax.value_and_grad(value)(by, given)
            (loss, _), (_, product) = jax.jvp(gradient, (by,), (given[2:],))
            return loss, product

        step = jax.jit(both)
        run = lambda: jax.block_until_ready(step(by, given))

        def figures():
            loss, g = run()
            return float(loss), norm(g[0])

        return version, figures, run
    if workload == "chain":
        f = lambda x: (jnp.tanh(0.7 * x + 0.1) * jax.nn.sigmoid(x) + jnp.exp(-(x**2))).sum()
        inputs = (jnp.asarray(uniform(0, (1_000_000,), -2, 2)),)
        step = jax.jit(jax.value_and_grad(f, argnums=(0,)))
    else:

        def f(v, w):
            for _ in range(1_000):
                v = jnp.sin(v) * w + v
            return v

        inputs = jnp.float32(0.5), jnp.float32(0.001)
        step = jax.jit(jax.value_and_grad(f, argnums=(0, 1)))
    run = lambda: jax.block_until_ready(step(*inputs))

    def figures():
        value, g = run()
        return float(value), norm(g[-1])

    return version, figures, run


def torch_step(workload, threads, compiled):
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(threads)
    compile = torch.compile if compiled else lambda f: f
    version = "PyTorch %s, %s" % (torch.__version__, "torch.compile" if compiled else "eager")
    norm = lambda g: float(g.double().norm())
    # As torch.nn.LSTM does it: compiled code goes wrong in PyTorch 2.13 ("mkldnn_rnn_layer").
    lstm, gru = torch.compiler.disable(torch.lstm), torch.compiler.disable(torch.gru)
    counts = torch.from_numpy(counting())

    running = [torch.zeros(32), torch.ones(32), torch.zeros(64), torch.ones(64)]

    def cnn(p, x, dropping):
        for i in range(2):
            filters, scale, shift = p[3 * i : 3 * i + 3]
            x = F.conv2d(x, filters, padding=1)
            x = F.batch_norm(x, *running[2 * i : 2 * i + 2], scale, shift, True)
            x = F.max_pool2d(F.relu(x), 2)
        x = F.relu(F.linear(x.flatten(1), p[6], p[7]))
        return F.linear(F.dropout(x, 0.5, dropping), p[8], p[9])

    def forward(p, x, dropping):
        if workload == "cnn-32-64":
            return cnn(p, x, dropping)
        if workload == "lenet-5":
            x = F.avg_pool2d(torch.tanh(F.conv2d(x, p[0], p[1], padding=2)), 2)
            x = F.avg_pool2d(torch.tanh(F.conv2d(x, p[2], p[3])), 2)
            x = torch.tanh(F.linear(x.flatten(1), p[4], p[5]))
            return F.linear(torch.tanh(F.linear(x, p[6], p[7])), p[8], p[9])
        if workload == "xor":
            return torch.sigmoid(F.linear(torch.tanh(F.linear(x, p[0], p[1])), p[2], p[3]))
        if workload in MLPS:
            for i in range(0, len(p) - 2, 2):
                x = F.relu(F.linear(x, p[i], p[i + 1]))
            return F.linear(x, p[-2], p[-1])
        if workload == "lstm":
            n, t, _, u = LSTM.values()
            zeros = torch.zeros(1, n, u)
            states = lstm(x, (zeros, zeros), p[:4], True, 1, 0.0, True, False, True)[0]
            return F.linear(states.reshape(n * t, u), p[4], p[5])
        if workload == "gru-64-128":
            n, t, _, u = GRU.values()
            zeros = torch.zeros(1, n, u)
            states = gru(x, zeros, p[:4], True, 1, 0.0, True, False, True)[0]
            return F.linear(states.reshape(n * t, u), p[4], p[5])
        if workload == "attention-masked":
            n, t, width, count, _ = MASKED.values()
            heads = lambda x: x.reshape(n, t, count, width // count).transpose(1, 2)
            q, k, v = (heads(F.linear(x, p[i], p[i + 1])) for i in (0, 2, 4))
            mixed = F.scaled_dot_product_attention(q, k, v, counts)
            x = F.linear(mixed.transpose(1, 2).reshape(n * t, width), p[6], p[7])
            return F.linear(x, p[8], p[9])
        if workload == "embedding-classifier":
            x = F.relu(F.linear(F.embedding(x, p[0]).mean(1), p[1], p[2]))
            return F.linear(x, p[3], p[4])
        if workload == "cnn-separable":
            x = F.relu(F.conv2d(x, p[0], p[1], padding=1))
            for i, (channels, _) in enumerate(SEPARABLE):
                x = F.relu(F.conv2d(x, p[3 * i + 2], stride=2, padding=1, groups=channels))
                x = F.relu(F.conv2d(x, p[3 * i + 3], p[3 * i + 4]))
            return F.linear(x.mean((2, 3)), p[-2], p[-1])
        n, t, _, width, count, _ = ENCODER.values()
        return encoder(
            x,
            p,
            F.linear,
            lambda x: x.reshape(n, t, count, width // count).transpose(1, 2),
            F.scaled_dot_product_attention,
            lambda x: x.transpose(1, 2).reshape(n * t, width),
            lambda x, scale, shift: F.layer_norm(x, (width,), scale, shift),
            F.gelu,
        )

    def loss(p, x, y, dropping=True):
        z = forward(p, x, dropping)
        return F.mse_loss(z, y) if workload == "xor" else F.cross_entropy(z, y)

    if workload in NETWORKS:
        x, y, p = network(workload)
        x, y = torch.from_numpy(x), torch.from_numpy(y)
        tables = 1 if workload == "embedding-classifier" else 0
        p = p[:tables] + [a.T.copy() if a.ndim == 2 else a for a in p[tables:]]
        p = [torch.tensor(a, requires_grad=True) for a in p]
        if workload == "xor":
            optimizer = torch.optim.SGD(p, lr=0.1)
        else:
            optimizer = torch.optim.Adam(p, lr=1e-3, fused=not compiled)
        whole_loss, update = compile(loss), compile(optimizer.step)

        def run():
            optimizer.zero_grad()
            whole_loss(p, x, y).backward()
            update()

        def figures():
            value = loss(p, x, y, False)
            return value.item(), norm(torch.autograd.grad(value, p[0])[0])

        return version, figures, run
    if workload.startswith("matmul-"):
        n = int(workload.removeprefix("matmul-"))
        a, b = (torch.from_numpy(uniform(i, (n, n), 0, 1)) for i in range(2))
        product = compile(torch.matmul)
        run = lambda: product(a, b)
        return version, lambda: (run().mean().item(), norm(run())), run
    if workload in CALCULATIONS:
        given, by = ([torch.from_numpy(a) for a in arrays] for arrays in calculation(workload))
        by = [b.requires_grad_() for b in by]

        def value(by, given):
            if workload == "layer-norm":
                return ((F.layer_norm(by[0], (768,)) * given[0]) ** 2).mean()
            if workload == "softmax-10000":
                return F.cross_entropy(by[0], given[0])
            if workload == "logistic-f64":
                return F.binary_cross_entropy_with_logits(given[0] @ by[0], given[1])
            if workload == "mixture-f64":
                means, deviations, weights = by
                scaled = (given[0] - means) * torch.exp(-deviations)
                parts = -0.5 * (scaled**2).sum(2) - deviations.sum(1)
                return -torch.logsumexp(parts + torch.log_softmax(weights, 0), 1).mean()
            return F.cross_entropy(torch.tanh(given[0] @ by[0]) @ by[1], given[1])

        whole = compile(value)

        def run():
            if workload != "hessian-vector":
                loss = whole(by, given)
                return loss, torch.autograd.grad(loss, by)
            loss = value(by, given)
            gradient = torch.autograd.grad(loss, by, create_graph=True)
            return loss, torch.autograd.grad(gradient, by, given[2:])

        def figures():
            loss, g = run()
            return loss.item(), norm(g[0])

        return version, figures, run
    if workload == "chain":
        f = lambda x: (torch.tanh(0.7 * x + 0.1) * torch.sigmoid(x) + torch.exp(-(x**2))).sum()
        inputs = [torch.tensor(uniform(0, (1_000_000,), -2, 2), requires_grad=True)]
    elif compiled:
        raise NotImplementedError("thousands of scalar operations take minutes to compile")
    else:

        def f(v, w):
            for _ in range(1_000):
                v = torch.sin(v) * w + v
            return v

        inputs = [torch.tensor(number, requires_grad=True) for number in (0.5, 0.001)]
    whole = compile(f)

    def run():
        value = whole(*inputs)
        return value, torch.autograd.grad(value, inputs)

    def figures():
        value, g = run()
        return value.item(), norm(g[-1])

    return version, figures, run


def median(run, seconds):
    """Returns the median time of a run in microseconds, having run for some seconds."""
    begun = time.perf_counter()
    steps, elapsed = 0, 0.0
    while elapsed < seconds * SETTLING or steps == 0:
        run()
        steps += 1
        elapsed = time.perf_counter() - begun
    together = max(1, int(SAMPLE_SECONDS * steps / elapsed))
    samples = []
    before = time.perf_counter()
    while not samples or before - begun < seconds:
        for _ in range(together):
            run()
        now = time.perf_counter()
        samples.append((now - before) * 1e6 / together)
        before = now
    return statistics.median(samples)


def main():
    peer, threads, workload = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    out, sys.stdout = sys.stdout, sys.stderr
    say = lambda line: print(line, file=out, flush=True)
    try:
        if peer == "jax":
            version, figures, run = jax_step(workload, threads)
        else:
            version, figures, run = torch_step(workload, threads, peer == "torch-compile")
        first = figures()
        for _ in range(STEPS_BEFORE_LATER):
            run()
        ready = (*first, figures()[0])
        if not all(map(math.isfinite, ready)):
            raise ArithmeticError("loss, gradient norm or later loss is not finite: %r" % (ready,))
        say("ready %r %r %r %s" % (*ready, version))
        for line in sys.stdin:
            say("took %r" % median(run, float(line.removeprefix("time "))))
    except Exception as e:
        say("failed %s: %s" % (type(e).__name__, (str(e).splitlines() or [""])[0]))
        raise


if __name__ == "__main__":
    main()
