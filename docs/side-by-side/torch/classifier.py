# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(1)
x = torch.randn(512, 20)
y = (x[:, 0] > x[:, 1]).long()

# task
network = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
train, test = random_split(TensorDataset(x, y), [0.8, 0.2])
history = []
for epoch in range(10):
    network.train()
    for features, labels in DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(features), labels)
        loss.backward()
        optimizer.step()
    network.eval()
    hits = 0
    with torch.no_grad():
        for features, labels in DataLoader(test, batch_size=32):
            hits += (network(features).argmax(1) == labels).sum().item()
    history.append(hits / len(test))
# end
print(history[-1] > 0.8)
