# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import keras
import numpy as np
from keras import layers

file = os.path.join(tempfile.mkdtemp(), "network.weights.h5")
x = np.ones((1, 20), "float32")
network = keras.Sequential([keras.Input((20,)), layers.Dense(2)])
other = keras.Sequential([keras.Input((20,)), layers.Dense(2)])

# task
network.save_weights(file)
other.load_weights(file)
# end
print(np.array_equal(network.predict(x, verbose=0), other.predict(x, verbose=0)))
