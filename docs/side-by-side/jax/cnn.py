# SPDX-License-Identifier: Apache-2.0
import jax
import numpy as np
import optax
from jax.example_libraries import stax

rng = np.random.default_rng(1)
x = rng.normal(size=(256, 8, 8, 1)).astype("float32")
y = (x[:, :4].sum((1, 2, 3)) > x[:, 4:].sum((1, 2, 3))).astype("int32")

# task
init, network = stax.serial(
    stax.Conv(8, (3, 3)),
    stax.Relu,
    stax.MaxPool((2, 2), strides=(2, 2)),
    stax.Flatten,
    stax.Dense(2),
)
_, weights = init(jax.random.key(1), (-1, 8, 8, 1))
optimizer = optax.adam(0.01)
state = optimizer.init(weights)


def loss(weights, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(network(weights, x), y).mean()


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
print(np.mean(np.argmax(network(weights, x), 1) == y) > 0.9)
