# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.ones(4, 1)
y = torch.tensor([[0.0], [0], [0], [4]])
weights = torch.tensor([0.0, 0, 0, 1])
network = nn.Linear(1, 1)
optimizer = torch.optim.SGD(network.parameters(), lr=0.5)

# task
for epoch in range(100):
    optimizer.zero_grad()
    losses = nn.functional.mse_loss(network(x), y, reduction="none")[:, 0]
    (losses * weights).mean().backward()
    optimizer.step()
# end
print(torch.allclose(network(x), torch.tensor(4.0), atol=1e-2))
