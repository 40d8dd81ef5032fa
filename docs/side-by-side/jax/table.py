# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import jax
import numpy as np
import optax
from jax.example_libraries import stax

rng = np.random.default_rng(1)
file = os.path.join(tempfile.mkdtemp(), "table.csv")
with open(file, "w") as out:
    print("length,width,kind", file=out)
    for i in range(120):
        print(f"{10 * (i % 3) + i % 7},{i % 5},{'abc'[i % 3]}", file=out)

# task
rows = np.loadtxt(file, delimiter=",", skiprows=1, dtype=str)
x = rows[:, :-1].astype("float32")
y = np.unique(rows[:, -1], return_inverse=True)[1]
test, train = np.split(rng.permutation(len(x)), [24])
x = (x - x[train].mean(0)) / x[train].std(0)
init, network = stax.serial(stax.Dense(16), stax.Relu, stax.Dense(3))
_, weights = init(jax.random.key(1), (-1, 2))
optimizer = optax.adam(0.05)
state = optimizer.init(weights)


def loss(weights, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(network(weights, x), y).mean()


@jax.jit
def step(weights, state, x, y):
    gradients = jax.grad(loss)(weights, x, y)
    updates, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, updates), state


for epoch in range(30):
    order = rng.permutation(train)
    for i in range(0, len(order), 32):
        batch = order[i : i + 32]
        weights, state = step(weights, state, x[batch], y[batch])
accuracy = np.mean(np.argmax(network(weights, x[test]), 1) == y[test])
# end
print(accuracy > 0.9)
