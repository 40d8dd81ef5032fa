# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.linspace(-1, 1, 64)[:, None]
network = nn.Linear(1, 1)
optimizer = torch.optim.Adam(network.parameters(), lr=0.1)


# task
def logarithmic(y, p):
    return torch.log1p((y - p) ** 2).mean()
# end


for step in range(200):
    optimizer.zero_grad()
    loss = logarithmic(2 * x, network(x))
    loss.backward()
    optimizer.step()
print(loss.item() < 1e-3)
