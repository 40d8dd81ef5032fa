# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax

rng = np.random.default_rng(1)
series = np.sin(np.arange(268) / 5).astype("float32")
x = np.stack([series[i : i + 12] for i in range(256)])[:, :, None]
y = series[12:, None]

# task
glorot = jax.nn.initializers.glorot_uniform()
keys = jax.random.split(jax.random.key(1), 3)
weights = {
    "input": glorot(keys[0], (1, 64)),
    "state": glorot(keys[1], (16, 64)),
    "bias": jnp.zeros(64),
    "head": glorot(keys[2], (16, 1)),
    "head_bias": jnp.zeros(1),
}
optimizer = optax.adam(0.01)
state = optimizer.init(weights)


def network(weights, x):
    def cell(carry, x):
        h, c = carry
        gates = x @ weights["input"] + h @ weights["state"] + weights["bias"]
        i, f, g, o = jnp.split(gates, 4, axis=-1)
        c = jax.nn.sigmoid(f + 1) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

    zeros = jnp.zeros((len(x), 16))
    (h, _), _ = jax.lax.scan(cell, (zeros, zeros), jnp.swapaxes(x, 0, 1))
    return h @ weights["head"] + weights["head_bias"]


def loss(weights, x, y):
    return jnp.mean((network(weights, x) - y) ** 2)


@jax.jit
def step(weights, state, x, y):
    gradients = jax.grad(loss)(weights, x, y)
    updates, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, updates), state


for epoch in range(20):
    order = rng.permutation(len(x))
    for i in range(0, len(x), 32):
        rows = order[i : i + 32]
        weights, state = step(weights, state, x[rows], y[rows])
# end
print(loss(weights, x, y) < 0.02)
