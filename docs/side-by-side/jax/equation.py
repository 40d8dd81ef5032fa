# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.example_libraries import stax

t = np.linspace(0, 2, 64, dtype="float32")[:, None]

# task
init, network = stax.serial(stax.Dense(32), stax.Tanh, stax.Dense(1))
_, weights = init(jax.random.key(1), (-1, 1))
optimizer = optax.adam(0.01)
state = optimizer.init(weights)


def loss(weights):
    slope = jax.grad(lambda t: network(weights, t).sum())(t)
    start = network(weights, jnp.zeros((1, 1)))
    return jnp.mean((slope + network(weights, t)) ** 2) + jnp.mean((start - 1) ** 2)


@jax.jit
def step(weights, state):
    value, gradients = jax.value_and_grad(loss)(weights)
    updates, state = optimizer.update(gradients, state, weights)
    return value, optax.apply_updates(weights, updates), state


losses = []
for _ in range(1000):
    value, weights, state = step(weights, state)
    losses.append(value)
values = network(weights, np.array([[0.5], [1.0]], "float32"))
# end
print(losses[-1] < 1e-3 and np.allclose(values[:, 0], np.exp([-0.5, -1]), atol=0.05))
