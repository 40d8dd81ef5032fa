# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
x = rng.normal(size=(512, 20)).astype("float32")
y = (x[:, 0] > x[:, 1]).astype("int32")

# task
network = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(2)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
network.compile(keras.optimizers.Adam(0.01), loss)
losses = []
for epoch in range(20):
    total = 0.0
    order = rng.permutation(len(x))
    for i in range(0, len(x), 32):
        rows = order[i : i + 32]
        total += network.train_on_batch(x[rows], y[rows])
    losses.append(total / 16)
# end
print(np.mean(np.argmax(network.predict(x, verbose=0), 1) == y) > 0.9 and losses[-1] < losses[0])
