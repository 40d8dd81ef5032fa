# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.linspace(-1, 1, 64)[:, None]
network = nn.Linear(1, 1)

# task
optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 200)
# end
for step in range(200):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(network(x), 2 * x)
    loss.backward()
    optimizer.step()
    # task
    schedule.step()
    # end
print(loss.item() < 1e-3)
