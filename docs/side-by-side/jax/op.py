# SPDX-License-Identifier: Apache-2.0
import jax
import numpy as np


# task
@jax.custom_vjp
def swish(x):
    return x * jax.nn.sigmoid(x)


def forward(x):
    return swish(x), x


def backward(x, dy):
    s = jax.nn.sigmoid(x)
    return (dy * (x * s + s * (1 - x * s)),)


swish.defvjp(forward, backward)
# end
print(np.allclose(jax.grad(lambda x: swish(x).sum())(np.zeros(3, "float32")), 0.5))
