# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

x = np.linspace(-1, 1, 64, dtype="float32")[:, None]
network = keras.Sequential([layers.Dense(1)])
network.compile(keras.optimizers.SGD(0.5), "mse")

# task
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
history = network.fit(
    x, x, epochs=1000, validation_data=(x, x), callbacks=[stop], verbose=0
)
# end
print(len(history.history["loss"]) < 1000)
