# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import jax
import numpy as np
from jax.example_libraries import stax

file = os.path.join(tempfile.mkdtemp(), "network.npz")
init, network = stax.serial(stax.Dense(2))
_, weights = init(jax.random.key(1), (-1, 20))
_, other = init(jax.random.key(2), (-1, 20))

# task
leaves, structure = jax.tree.flatten(weights)
np.savez(file, *leaves)
with np.load(file) as saved:
    other = jax.tree.unflatten(structure, [saved[name] for name in saved.files])
# end
print(np.array_equal(network(weights, np.ones((1, 20))), network(other, np.ones((1, 20)))))
