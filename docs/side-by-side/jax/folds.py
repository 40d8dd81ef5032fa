# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax

rng = np.random.default_rng(1)
x = rng.normal(size=(200, 4)).astype("float32")
y = (x[:, 0] > x[:, 1]).astype("int32")


def fit(x, y):
    def loss(weights):
        return optax.softmax_cross_entropy_with_integer_labels(x @ weights, y).mean()

    optimizer = optax.adam(0.1)
    weights = jnp.zeros((4, 2))
    state = optimizer.init(weights)
    gradient = jax.jit(jax.grad(loss))
    for epoch in range(50):
        updates, state = optimizer.update(gradient(weights), state)
        weights = optax.apply_updates(weights, updates)
    return weights


# task
scores = []
for test in np.array_split(rng.permutation(len(x)), 5):
    train = np.setdiff1d(np.arange(len(x)), test)
    weights = fit(x[train], y[train])
    scores.append(np.mean(np.argmax(x[test] @ weights, 1) == y[test]))
# end
print(np.mean(scores) > 0.9)
