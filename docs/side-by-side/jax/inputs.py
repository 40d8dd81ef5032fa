# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np
import optax

rng = np.random.default_rng(1)
photos = rng.normal(size=(256, 6)).astype("float32")
texts = rng.normal(size=(256, 4)).astype("float32")
prices = photos[:, :1] + texts[:, :1]
kinds = (photos[:, 0] > texts[:, 1]).astype("int32")


# task
def dense(key, inputs, outputs):
    return jax.nn.initializers.glorot_uniform()(key, (inputs, outputs)), jnp.zeros(outputs)


keys = jax.random.split(jax.random.key(1), 4)
weights = {
    "photo": dense(keys[0], 6, 8),
    "text": dense(keys[1], 4, 8),
    "price": dense(keys[2], 16, 1),
    "kind": dense(keys[3], 16, 2),
}
optimizer = optax.adam(0.01)
state = optimizer.init(weights)


def network(weights, photo, text):
    def apply(name, x):
        return x @ weights[name][0] + weights[name][1]

    both = jax.nn.relu(jnp.concatenate([apply("photo", photo), apply("text", text)], 1))
    return apply("price", both), apply("kind", both)


def loss(weights, photo, text, price, kind):
    p, k = network(weights, photo, text)
    entropies = optax.softmax_cross_entropy_with_integer_labels(k, kind)
    return jnp.mean((p - price) ** 2) + 0.3 * entropies.mean()


@jax.jit
def step(weights, state, *batch):
    gradients = jax.grad(loss)(weights, *batch)
    updates, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, updates), state


for epoch in range(50):
    order = rng.permutation(len(photos))
    for i in range(0, len(photos), 32):
        rows = order[i : i + 32]
        batch = photos[rows], texts[rows], prices[rows], kinds[rows]
        weights, state = step(weights, state, *batch)
# end
print(loss(weights, photos, texts, prices, kinds) < 0.3)
