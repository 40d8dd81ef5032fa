# SPDX-License-Identifier: Apache-2.0
"""Prints the figures of WeightedLossTests, LossFigureTests and PenaltyTests.

Made with PyTorch 2.13.0 and Keras 3.15.1."""
import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
z = torch.cos(torch.arange(15.0)).reshape(5, 3).requires_grad_()
labels = torch.tensor([0, 2, -100, 1, 2])
weights = torch.tensor([1.0, 2.5, 0.25])


def show(name, value, *of):
    print(name, value.item(), *[g.reshape(-1).tolist() for g in torch.autograd.grad(value, of)])


show("ignored", f.cross_entropy(z, labels), z)
show("weighted", f.cross_entropy(z, labels, weight=weights), z)
show("smoothed", f.cross_entropy(z, labels, weight=weights, label_smoothing=0.2), z)
show("ignoredSmoothed", f.cross_entropy(z, labels, label_smoothing=0.2), z)
t = torch.softmax(torch.sin(torch.arange(15.0)).reshape(5, 3), -1).clone()
t[0] = torch.tensor([0.0, 1.0, 0.0])
show("kl", f.kl_div(torch.log_softmax(z, -1), t, reduction="batchmean"), z)
a, p, n = (torch.sin(k + torch.arange(8.0)).reshape(4, 2).requires_grad_() for k in (0, 1, 2.5))
show("triplet", f.triplet_margin_loss(a, p, n, margin=0.8, eps=0), a, p, n)
y = torch.cos(torch.arange(12.0)).reshape(3, 4).requires_grad_()
goal = torch.sin(torch.arange(12.0)).reshape(3, 4)
show("cosine", (1 - f.cosine_similarity(y, goal, 1)).mean(), y)
means, spread = y[:, :2], torch.exp(y[:, 2:])
show("gaussian", f.gaussian_nll_loss(means, goal[:, :2], spread, full=True), y)
show("squaredHinge", (1 - goal.sign() * y).clamp(min=0).square().mean(), y)
p, hit = torch.sigmoid(y), (goal > 0).double()
show("dice", 1 - (2 * (p * hit).sum() + 1) / (p.sum() + hit.sum() + 1), y)
