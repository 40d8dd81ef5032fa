# SPDX-License-Identifier: Apache-2.0
import jax
import keras
import numpy as np
from keras import ops


# task
@ops.custom_gradient
def swish(x):
    s = ops.sigmoid(x)

    def grad(dy):
        return dy * (x * s + s * (1 - x * s))

    return x * s, grad
# end


print(np.allclose(jax.grad(lambda x: swish(x).sum())(np.zeros(3, "float32")), 0.5))
