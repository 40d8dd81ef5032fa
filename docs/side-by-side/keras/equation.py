# SPDX-License-Identifier: Apache-2.0
import jax
import keras
import numpy as np
from keras import layers, ops

t = np.linspace(0, 2, 64, dtype="float32")[:, None]

# task
network = keras.Sequential([layers.Dense(32, activation="tanh"), layers.Dense(1)])
network.build((None, 1))
optimizer = keras.optimizers.Adam(0.01)
optimizer.build(network.trainable_variables)


def loss(weights):
    def solution(t):
        return network.stateless_call(weights, [], t)[0]

    slope = jax.grad(lambda t: ops.sum(solution(t)))(t)
    start = solution(np.zeros((1, 1), "float32"))
    return ops.mean((slope + solution(t)) ** 2) + ops.mean((start - 1) ** 2)


@jax.jit
def step(weights, state):
    value, gradients = jax.value_and_grad(loss)(weights)
    return value, *optimizer.stateless_apply(state, gradients, weights)


weights = [v.value for v in network.trainable_variables]
state = [v.value for v in optimizer.variables]
losses = []
for _ in range(1000):
    value, weights, state = step(weights, state)
    losses.append(value)
values = network.stateless_call(weights, [], np.array([[0.5], [1.0]], "float32"))[0]
# end
print(losses[-1] < 1e-3 and np.allclose(values[:, 0], np.exp([-0.5, -1]), atol=0.05))
