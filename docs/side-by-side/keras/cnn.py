# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
x = rng.normal(size=(256, 8, 8, 1)).astype("float32")
y = (x[:, :4].sum((1, 2, 3)) > x[:, 4:].sum((1, 2, 3))).astype("int32")

# task
network = keras.Sequential([
    layers.Conv2D(8, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(2),
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
network.compile(keras.optimizers.Adam(0.01), loss)
network.fit(x, y, epochs=20, verbose=0)
# end
print(np.mean(np.argmax(network.predict(x, verbose=0), 1) == y) > 0.9)
