# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
x = torch.randn(256, 1, 8, 8)
y = (x[:, :, :4].sum((1, 2, 3)) > x[:, :, 4:].sum((1, 2, 3))).long()

# task
network = nn.Sequential(
    nn.Conv2d(1, 8, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(72, 2),
)
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
for epoch in range(20):
    for features, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(features), labels)
        loss.backward()
        optimizer.step()
# end
print((network(x).argmax(1) == y).float().mean().item() > 0.9)
