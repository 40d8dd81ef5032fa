# SPDX-License-Identifier: Apache-2.0
import os
import tempfile

import torch
from torch import nn

file = os.path.join(tempfile.mkdtemp(), "network.pt")
network = nn.Linear(20, 2)
other = nn.Linear(20, 2)

# task
torch.save(network.state_dict(), file)
other.load_state_dict(torch.load(file))
# end
print(torch.equal(network(torch.ones(1, 20)), other(torch.ones(1, 20))))
