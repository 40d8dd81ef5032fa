# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
x = torch.randn(512, 20)
y = (x[:, 0] > x[:, 1]).long()

# task
network = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
losses = []
for epoch in range(20):
    total = 0.0
    for features, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(features), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses.append(total / len(loader))
# end
print((network(x).argmax(1) == y).float().mean().item() > 0.9 and losses[-1] < losses[0])
