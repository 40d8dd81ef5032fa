# SPDX-License-Identifier: Apache-2.0
import jax
import numpy as np
import optax
from jax.example_libraries import stax

x = np.linspace(-1, 1, 64, dtype="float32").reshape(32, 2)
init, base = stax.serial(stax.Dense(8), stax.Relu)
_, base_weights = init(jax.random.key(1), (-1, 2))
before = jax.tree.leaves(base_weights)

# task
head_init, head = stax.Dense(3)
_, weights = head_init(jax.random.key(2), (-1, 8))


def network(weights, x):
    return head(weights, base(base_weights, x))
# end


def loss(weights):
    logits = network(weights, x)
    return optax.softmax_cross_entropy_with_integer_labels(logits, np.arange(32) % 3).mean()


optimizer = optax.adam(0.001)
updates, _ = optimizer.update(jax.grad(loss)(weights), optimizer.init(weights))
weights = optax.apply_updates(weights, updates)
print(all(map(np.array_equal, before, jax.tree.leaves(base_weights))))
