# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn

x = torch.linspace(-1, 1, 64).reshape(32, 2)
base = nn.Sequential(nn.Linear(2, 8), nn.ReLU())
before = [p.clone() for p in base.parameters()]

# task
base.requires_grad_(False)
network = nn.Sequential(base, nn.Linear(8, 3))
# end
optimizer = torch.optim.Adam(p for p in network.parameters() if p.requires_grad)
nn.functional.cross_entropy(network(x), torch.arange(32) % 3).backward()
optimizer.step()
print(all(map(torch.equal, before, base.parameters())))
