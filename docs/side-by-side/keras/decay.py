# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

x = np.linspace(-1, 1, 64, dtype="float32")[:, None]
network = keras.Sequential([layers.Dense(8, activation="tanh"), layers.Dense(1)])

# task
optimizer = keras.optimizers.AdamW(0.01, weight_decay=0.1)
optimizer.exclude_from_weight_decay(var_names=["bias"])
network.compile(optimizer, "mse")
# end
network.fit(x, x, epochs=100, verbose=0)
print(network.evaluate(x, x, verbose=0) < 1e-1)
