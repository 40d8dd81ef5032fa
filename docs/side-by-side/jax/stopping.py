# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np

x = np.linspace(-1, 1, 64, dtype="float32")
weights = jnp.zeros(2)


@jax.jit
def loss(w):
    return jnp.mean((w[0] * x + w[1] - x) ** 2)


@jax.jit
def train(w):
    return w - 0.5 * jax.grad(loss)(w)


# task
best, waited = float("inf"), 0
for epoch in range(1000):
    weights = train(weights)
    value = loss(weights)
    if value < best:
        best, waited = value, 0
        best_weights = weights
    else:
        waited += 1
        if waited == 5:
            break
weights = best_weights
# end
print(epoch < 999)
