# SPDX-License-Identifier: Apache-2.0
import numpy as np
import torch
from torch import nn

torch.manual_seed(1)
t = torch.linspace(0, 2, 64)[:, None].requires_grad_()

# task
network = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
losses = []
for _ in range(1000):
    optimizer.zero_grad()
    solution = network(t)
    (slope,) = torch.autograd.grad(solution.sum(), t, create_graph=True)
    start = network(torch.zeros(1, 1))
    loss = ((slope + solution) ** 2).mean() + ((start - 1) ** 2).mean()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
with torch.no_grad():
    values = network(torch.tensor([[0.5], [1.0]])).numpy()
# end
print(losses[-1] < 1e-3 and np.allclose(values[:, 0], np.exp([-0.5, -1]), atol=0.05))
