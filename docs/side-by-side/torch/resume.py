# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import torch
from torch import nn

file = os.path.join(tempfile.mkdtemp(), "training.pt")
x = torch.linspace(-1, 1, 64)[:, None]
network = nn.Linear(1, 1)
optimizer = torch.optim.Adam(network.parameters())


def train():
    optimizer.zero_grad()
    nn.functional.mse_loss(network(x), x).backward()
    optimizer.step()


# task
first = 0
if os.path.exists(file):
    saved = torch.load(file)
    network.load_state_dict(saved["network"])
    optimizer.load_state_dict(saved["optimizer"])
    torch.set_rng_state(saved["random"])
    first = saved["epoch"] + 1
for epoch in range(first, 5):
    train()
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**state, "epoch": epoch, "random": torch.get_rng_state()}, file)
# end
print(torch.load(file)["epoch"] == 4)
