# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

x = np.ones((4, 1), "float32")
y = np.array([[0], [0], [0], [4]], "float32")
weights = np.array([0, 0, 0, 1], "float32")
network = keras.Sequential([layers.Dense(1)])
network.compile(keras.optimizers.SGD(0.5), "mse")

# task
network.fit(x, y, sample_weight=weights, epochs=100, verbose=0)
# end
print(np.allclose(network.predict(x, verbose=0), 4, atol=1e-2))
