# SPDX-License-Identifier: Apache-2.0
import jax
import jax.numpy as jnp
import numpy as np

x = np.ones((4, 1), "float32")
y = np.array([0, 0, 0, 4], "float32")
sample_weights = np.array([0, 0, 0, 1], "float32")
weights = jnp.zeros(1)


# task
def loss(weights):
    return jnp.mean(sample_weights * (x @ weights - y) ** 2)


gradient = jax.jit(jax.grad(loss))
for epoch in range(100):
    weights = weights - 0.5 * gradient(weights)
# end
print(np.allclose(x @ weights, 4, atol=1e-2))
