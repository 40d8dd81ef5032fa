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
    gradients = jax.grad(loss)(weights, x, y)
    updates, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, updates), state


train, test = np.split(rng.permutation(len(x)), [410])
history = []
for epoch in range(10):
    order = rng.permutation(train)
    for i in range(0, len(order), 32):
        rows = order[i : i + 32]
        weights, state = step(weights, state, x[rows], y[rows])
    history.append(np.mean(np.argmax(network(weights, x[test]), 1) == y[test]))
# end
print(history[-1] > 0.8)
