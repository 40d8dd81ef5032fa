# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.example_libraries import stax

x = np.linspace(-1, 1, 64, dtype="float32").reshape(32, 2)


# task
def scale():
    def init(key, shape):
        return shape, jnp.ones(shape[-1])

    def apply(scale, x, **kwargs):
        return x * scale

    return init, apply


init, network = stax.serial(scale())
# end
_, weights = init(jax.random.key(1), (-1, 2))
optimizer = optax.adam(0.1)
state = optimizer.init(weights)
value_and_grad = jax.jit(jax.value_and_grad(lambda w: jnp.mean((network(w, x) - 3 * x) ** 2)))
for step in range(200):
    loss, gradient = value_and_grad(weights)
    updates, state = optimizer.update(gradient, state)
    weights = optax.apply_updates(weights, updates)
print(loss < 1e-3)
