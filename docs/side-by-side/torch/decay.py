# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.linspace(-1, 1, 64)[:, None]
network = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))

# task
biases = [p for name, p in network.named_parameters() if name.endswith("bias")]
others = [p for name, p in network.named_parameters() if not name.endswith("bias")]
optimizer = torch.optim.AdamW(
    [{"params": others, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0}], lr=0.01
)
# end
for step in range(500):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(network(x), x)
    loss.backward()
    optimizer.step()
print(loss.item() < 1e-1)
