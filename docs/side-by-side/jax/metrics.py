# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax

rng = np.random.default_rng(1)
x = rng.normal(size=(512, 20)).astype("float32")
y = (x[:, 0] > x[:, 1]).astype("float32")
weights = jnp.zeros(20)
optimizer = optax.adam(0.05)
state = optimizer.init(weights)


@jax.jit
def train(weights, state):
    def loss(weights):
        return optax.sigmoid_binary_cross_entropy(x[:410] @ weights, y[:410]).mean()

    updates, state = optimizer.update(jax.grad(loss)(weights), state)
    return optax.apply_updates(weights, updates), state


# task
for epoch in range(100):
    weights, state = train(weights, state)
    p, labels = jax.nn.sigmoid(x[410:] @ weights), y[410:]
    hits = ((p > 0.5) & (labels == 1)).sum()
    precision = hits / (p > 0.5).sum()
    recall = hits / labels.sum()
    positive, negative = p[labels == 1], p[labels == 0]
    auc = (positive[:, None] > negative).mean()
# end
print(min(precision, recall, auc) > 0.8)
