# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax

x = np.linspace(-1, 1, 64, dtype="float32")
weights = jnp.zeros(2)

# task
optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.1))
# end
state = optimizer.init(weights)
value_and_grad = jax.jit(jax.value_and_grad(lambda w: jnp.mean((w[0] * x + w[1] - 2 * x) ** 2)))
for step in range(200):
    loss, gradient = value_and_grad(weights)
    updates, state = optimizer.update(gradient, state)
    weights = optax.apply_updates(weights, updates)
print(loss < 1e-3)
