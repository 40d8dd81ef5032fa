# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.linspace(-1, 1, 64)[:, None]
network = nn.Linear(1, 1)

# task
optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
# end
for step in range(200):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(network(x), 2 * x)
    loss.backward()
    # task
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    # end
    optimizer.step()
print(loss.item() < 1e-3)
