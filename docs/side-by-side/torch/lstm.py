# SPDX-License-Identifier: Apache-2.0
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
series = torch.sin(torch.arange(268) / 5)
x = torch.stack([series[i : i + 12] for i in range(256)])[:, :, None]
y = series[12:, None]


# task
class Forecast(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 16, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        outputs, _ = self.lstm(x)
        return self.head(outputs[:, -1])


network = Forecast()
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
for epoch in range(20):
    for features, targets in loader:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(network(features), targets)
        loss.backward()
        optimizer.step()
# end
print(nn.functional.mse_loss(network(x), y).item() < 0.02)
