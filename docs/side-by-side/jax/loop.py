# SPDX-License-Identifier: Apache-2.0
import jax
import numpy as np
import optax
from jax.example_libraries import stax

rng = np.random.default_rng(1)
x = rng.normal(size=(512, 20)).astype("float32")
y = (x[:, 0] > x[:, 1]).astype("int32")

# task
init, network = stax.serial(stax.Dense(32), stax.Relu, stax.Dense(2))
_, weights = init(jax.random.key(1), (-1, 20))
optimizer = optax.adam(0.01)
state = optimizer.init(weights)


def loss(weights, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(network(weights, x), y).mean()


@jax.jit
def step(weights, state, x, y):
    value, gradients = jax.value_and_grad(loss)(weights, x, y)
    updates, state = optimizer.update(gradients, state, weights)
    return value, optax.apply_updates(weights, updates), state


losses = []
for epoch in range(20):
    total = 0.0
    order = rng.permutation(len(x))
    for i in range(0, len(x), 32):
        rows = order[i : i + 32]
        value, weights, state = step(weights, state, x[rows], y[rows])
        total += value
    losses.append(total / 16)
# end
print(np.mean(np.argmax(network(weights, x), 1) == y) > 0.9 and losses[-1] < losses[0])
