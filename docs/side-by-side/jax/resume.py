# SPDX-License-Identifier: Apache-2.0
import os
import pickle
import tempfile

import jax
import jax.numpy as jnp
import numpy as np
import optax

file = os.path.join(tempfile.mkdtemp(), "training.pickle")
x = np.linspace(-1, 1, 64, dtype="float32")
weights = jnp.zeros(2)
optimizer = optax.adam(0.1)
state = optimizer.init(weights)
key = jax.random.key(1)


def train(weights, state, key):
    gradient = jax.grad(lambda w: jnp.mean((w[0] * x + w[1] - 2 * x) ** 2))(weights)
    updates, state = optimizer.update(gradient, state)
    return optax.apply_updates(weights, updates), state, jax.random.split(key)[0]


# task
first = 0
if os.path.exists(file):
    with open(file, "rb") as saved:
        first, weights, state, data = pickle.load(saved)
    key = jax.random.wrap_key_data(data)
for epoch in range(first, 5):
    weights, state, key = train(weights, state, key)
    with open(file, "wb") as out:
        pickle.dump((epoch + 1, weights, state, jax.random.key_data(key)), out)
# end
print(os.path.getsize(file) > 0)
