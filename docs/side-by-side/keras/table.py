# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
file = os.path.join(tempfile.mkdtemp(), "table.csv")
with open(file, "w") as out:
    print("length,width,kind", file=out)
    for i in range(120):
        print(f"{10 * (i % 3) + i % 7},{i % 5},{'abc'[i % 3]}", file=out)

# task
rows = np.loadtxt(file, delimiter=",", skiprows=1, dtype=str)
x = rows[:, :-1].astype("float32")
y = np.unique(rows[:, -1], return_inverse=True)[1]
test, train = np.split(rng.permutation(len(x)), [24])
normalize = layers.Normalization()
normalize.adapt(x[train])
network = keras.Sequential([normalize, layers.Dense(16, activation="relu"), layers.Dense(3)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
network.compile(keras.optimizers.Adam(0.05), loss, metrics=["accuracy"])
network.fit(x[train], y[train], epochs=30, verbose=0)
accuracy = network.evaluate(x[test], y[test], verbose=0)[1]
# end
print(accuracy > 0.9)
