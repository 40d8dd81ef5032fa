# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.default_rng(1)
file = os.path.join(tempfile.mkdtemp(), "table.csv")
with open(file, "w") as out:
    print("length,width,kind", file=out)
    for i in range(120):
        print(f"{10 * (i % 3) + i % 7},{i % 5},{'abc'[i % 3]}", file=out)

# task
rows = np.loadtxt(file, delimiter=",", skiprows=1, dtype=str)
x = torch.tensor(rows[:, :-1].astype("float32"))
y = torch.tensor(np.unique(rows[:, -1], return_inverse=True)[1])
test, train = np.split(rng.permutation(len(x)), [24])
mean, deviation = x[train].mean(0), x[train].std(0)
x = (x - mean) / deviation
network = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
loader = DataLoader(TensorDataset(x[train], y[train]), batch_size=32, shuffle=True)
for epoch in range(30):
    for features, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(features), labels)
        loss.backward()
        optimizer.step()
accuracy = (network(x[test]).argmax(1) == y[test]).float().mean().item()
# end
print(accuracy > 0.9)
