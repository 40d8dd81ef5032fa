# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.example_libraries import stax

x = np.linspace(-1, 1, 64, dtype="float32")[:, None]
init, network = stax.serial(stax.Dense(8), stax.Tanh, stax.Dense(1))
_, weights = init(jax.random.key(1), (-1, 1))

# task
matrices = jax.tree.map(lambda w: w.ndim > 1, weights)
optimizer = optax.adamw(0.01, weight_decay=0.1, mask=matrices)
# end
state = optimizer.init(weights)
value_and_grad = jax.jit(jax.value_and_grad(lambda w: jnp.mean((network(w, x) - x) ** 2)))
for step in range(500):
    loss, gradient = value_and_grad(weights)
    updates, state = optimizer.update(gradient, state, weights)
    weights = optax.apply_updates(weights, updates)
print(loss < 1e-1)
