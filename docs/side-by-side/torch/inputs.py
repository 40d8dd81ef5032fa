# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
photos = torch.randn(256, 6)
texts = torch.randn(256, 4)
prices = photos[:, :1] + texts[:, :1]
kinds = (photos[:, 0] > texts[:, 1]).long()


# task
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.photo = nn.Linear(6, 8)
        self.text = nn.Linear(4, 8)
        self.price = nn.Linear(16, 1)
        self.kind = nn.Linear(16, 2)

    def forward(self, photo, text):
        both = torch.relu(torch.cat([self.photo(photo), self.text(text)], 1))
        return self.price(both), self.kind(both)


network = Network()
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
loader = DataLoader(TensorDataset(photos, texts, prices, kinds), batch_size=32, shuffle=True)
for epoch in range(50):
    for photo, text, price, kind in loader:
        optimizer.zero_grad()
        p, k = network(photo, text)
        loss = nn.functional.mse_loss(p, price) + 0.3 * nn.functional.cross_entropy(k, kind)
        loss.backward()
        optimizer.step()
# end
print(loss.item() < 0.3)
