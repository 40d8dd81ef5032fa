# SPDX-License-Identifier: Apache-2.0
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
photos = rng.normal(size=(256, 6)).astype("float32")
texts = rng.normal(size=(256, 4)).astype("float32")
prices = photos[:, :1] + texts[:, :1]
kinds = (photos[:, 0] > texts[:, 1]).astype("int32")

# task
photo = keras.Input((6,))
text = keras.Input((4,))
both = layers.concatenate([layers.Dense(8)(photo), layers.Dense(8)(text)])
both = layers.Activation("relu")(both)
network = keras.Model([photo, text], [layers.Dense(1)(both), layers.Dense(2)(both)])
losses = ["mse", keras.losses.SparseCategoricalCrossentropy(from_logits=True)]
network.compile(keras.optimizers.Adam(0.01), losses, loss_weights=[1, 0.3])
network.fit([photos, texts], [prices, kinds], epochs=50, verbose=0)
# end
print(network.evaluate([photos, texts], [prices, kinds], verbose=0)[0] < 0.3)
