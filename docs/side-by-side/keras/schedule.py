# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

x = np.linspace(-1, 1, 64, dtype="float32")[:, None]
network = keras.Sequential([layers.Dense(1)])

# task
rate = keras.optimizers.schedules.CosineDecay(0.1, 200)
network.compile(keras.optimizers.Adam(rate), "mse")
# end
network.fit(x, 2 * x, epochs=100, verbose=0)
print(network.evaluate(x, 2 * x, verbose=0) < 1e-3)
