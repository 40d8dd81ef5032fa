# SPDX-License-Identifier: Apache-2.0
"""Prints the figures of MergeTests and FunctionalTrainingTests. Made with PyTorch 2.13.0 and Keras 3.15.1.

The digits are PyTorch's in float64, by the formulas that Keras documents; Keras does the same in
float32, and the script fails where the two differ by more than 1e-5."""
import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
keras.config.set_floatx("float32")


def wave(start, *shape):
    return torch.sin(start + torch.arange(float(np.prod(shape)))).reshape(shape)


def near(name, a, b):
    error = np.max(np.abs(np.asarray(a, np.float64) - np.asarray(b, np.float64)))
    assert error < 1e-5, (name, error, a, b)


def show(name, value):
    print(name, [repr(v) for v in np.asarray(value, np.float64).reshape(-1).tolist()])


# Layers that merge.
a, b, c = wave(0, 2, 3), wave(5, 2, 3), wave(9, 2, 3)
arrays = [np.float32(x) for x in (a, b, c)]
for name, layer, y in (
    ("add", layers.Add(), a + b + c),
    ("multiply", layers.Multiply(), a * b * c),
    ("average", layers.Average(), (a + b + c) / 3),
    ("maximum", layers.Maximum(), torch.maximum(torch.maximum(a, b), c)),
    ("minimum", layers.Minimum(), torch.minimum(torch.minimum(a, b), c)),
    ("concatenate", layers.Concatenate(), torch.cat([a, b, c], 1)),
):
    near(name, layer(arrays).detach(), y)
    show(name, y)
near("subtract", layers.Subtract()(arrays[:2]).detach(), a - b)
show("subtract", a - b)
near("dot", layers.Dot(1)(arrays[:2]).detach(), (a * b).sum(1, keepdim=True))
show("dot", (a * b).sum(1, keepdim=True))
cosine = f.cosine_similarity(a, b)[:, None]
near("cosine", layers.Dot(1, normalize=True)(arrays[:2]).detach(), cosine)
show("cosine", cosine)
p, q = wave(1, 2, 4, 3), wave(3, 2, 3, 5)
product = torch.einsum("bin,bnj->bij", p, q)
near("matrix", layers.Dot((2, 1))([np.float32(p), np.float32(q)]).detach(), product)
show("matrix", product.sum((1, 2)))

# Weighted losses: the weighted sum over the number of examples; those of metrics over that of weights.
z, t, labels = wave(2, 5, 3), wave(7, 5, 3), torch.tensor([0, 2, 1, 1, 2])
w = torch.tensor([1.0, 0.0, 2.0, 0.5, 3.0])
for name, loss, y, rows in (
    ("mse", keras.losses.MeanSquaredError(), t, ((z - t) ** 2).mean(1)),
    ("mae", keras.losses.MeanAbsoluteError(), t, (z - t).abs().mean(1)),
    ("huber", keras.losses.Huber(0.5), t, f.huber_loss(z, t, reduction="none", delta=0.5).mean(1)),
    ("logCosh", keras.losses.LogCosh(), t, torch.log(torch.cosh(z - t)).mean(1)),
    ("crossEntropy", keras.losses.SparseCategoricalCrossentropy(from_logits=True), labels,
     f.cross_entropy(z, labels, reduction="none")),
    ("sigmoid", keras.losses.BinaryCrossentropy(from_logits=True), (t > 0) * 1.0,
     f.binary_cross_entropy_with_logits(z, (t > 0) * 1.0, reduction="none").mean(1)),
):
    value = (w * rows).sum() / 5
    near(name, loss(y.numpy(), np.float32(z), sample_weight=np.float32(w)).detach(), value)
    show("weighted " + name, value)
show("weighted accuracy", (w * (z.argmax(1) == labels)).sum() / w.sum())

# Two inputs, two outputs, one shared layer; losses and examples with weights.
n = 10
x1, x2 = wave(0, n, 3), wave(4, n, 3)
y1 = wave(8, n, 1)
y2 = torch.tensor([0, 1, 2, 1, 0, 2, 2, 1, 0, 1])
w1 = torch.linspace(0.1, 1, n)
w2 = torch.linspace(2, 0.2, n)
shapes = [(3, 4), (4,), (8, 1), (1,), (8, 3), (3,)]
start = [wave(20 + 7 * i, *shape) / 2 for i, shape in enumerate(shapes)]
v = [s.clone().requires_grad_() for s in start]


def forward(rows):
    h = [torch.tanh(x[rows] @ v[0] + v[1]) for x in (x1, x2)]
    both = torch.cat(h, 1)
    return both @ v[2] + v[3], both @ v[4] + v[5]


def losses(rows):
    p1, p2 = forward(rows)
    l1 = (w1[rows] * ((p1 - y1[rows]) ** 2).mean(1)).mean()
    l2 = (w2[rows] * f.cross_entropy(p2, y2[rows], reduction="none")).mean()
    return l1, l2, p1, p2


history = []
for epoch in range(3):
    sums, mae, right = np.zeros(3), 0.0, 0.0
    for first in range(0, n, 4):
        rows = slice(first, min(first + 4, n))
        l1, l2, p1, p2 = losses(rows)
        total = l1 + 0.3 * l2
        sums += np.array([total.item(), l1.item(), l2.item()]) * (rows.stop - first)
        mae += (w1[rows] * (p1 - y1[rows]).abs().mean(1)).sum().item()
        right += (w2[rows] * (p2.argmax(1) == y2[rows])).sum().item()
        for value, grad in zip(v, torch.autograd.grad(total, v)):
            value.data -= 0.2 * grad
    history.append([*(sums / n), mae / w1.sum().item(), right / w2.sum().item()])
for row in history:
    show("epoch: loss, output0_loss, output1_loss, output0_mae, output1_accuracy", row)
show("weights", torch.cat([value.detach().reshape(-1)[:2] for value in v]))

left, right = keras.Input((3,)), keras.Input((3,))
shared = layers.Dense(4, "tanh")
both = layers.Concatenate()([shared(left), shared(right)])
outputs = [layers.Dense(1)(both), layers.Dense(3)(both)]
model = keras.Model([left, right], outputs)
model.set_weights([s.numpy() for s in start])
model.compile(
    keras.optimizers.SGD(0.2),
    [keras.losses.MeanSquaredError(), keras.losses.SparseCategoricalCrossentropy(from_logits=True)],
    loss_weights=[1, 0.3],
    weighted_metrics=[["mae"], ["accuracy"]],
)
seen = model.fit(
    [np.float32(x1), np.float32(x2)], [np.float32(y1), y2.numpy()], batch_size=4, epochs=3, shuffle=False,
    verbose=0, sample_weight=[np.float32(w1), np.float32(w2)]).history
near("loss", seen["loss"], [h[0] for h in history])
keras_metrics = {k: s for k, s in seen.items() if "mae" in k or "acc" in k}
near("mae", next(s for k, s in keras_metrics.items() if "mae" in k), [h[3] for h in history])
near("accuracy", next(s for k, s in keras_metrics.items() if "acc" in k), [h[4] for h in history])
near("trained", np.concatenate([k.reshape(-1) for k in model.get_weights()]),
     torch.cat([value.detach().reshape(-1) for value in v]))

# Padded sequences: the mean over the steps that are no padding.
tokens = torch.tensor([[3, 1, 2, 0], [4, 0, 0, 0], [1, 4, 3, 2]])
tags = torch.tensor([[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 0]])
table, kernel, recurrent, head = wave(30, 5, 2), wave(41, 2, 3) / 2, wave(50, 3, 3) / 2, wave(60, 3, 2)
mask = tokens != 0
h, steps = torch.zeros(3, 3), []
for s in range(4):
    nxt = torch.tanh(table[tokens[:, s]] @ kernel + h @ recurrent)
    h = torch.where(mask[:, s, None], nxt, h)
    steps.append(h)
logits = torch.stack(steps, 1) @ head
each = f.cross_entropy(logits.reshape(-1, 2), tags.reshape(-1), reduction="none").reshape(3, 4)
masked = (each * mask).sum() / mask.sum()
hits = (((logits.argmax(2) == tags) & mask).sum() / mask.sum()).item()
model = keras.Sequential([
    keras.Input((4,), dtype="int32"), layers.Embedding(5, 2, mask_zero=True),
    layers.SimpleRNN(3, return_sequences=True), layers.Dense(2)])
model.set_weights([x.numpy() for x in (table, kernel, recurrent, torch.zeros(3), head, torch.zeros(2))])
model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True), weighted_metrics=["accuracy"])
seen = model.evaluate(tokens.numpy(), tags.numpy(), verbose=0)
near("masked", seen, [masked.item(), hits])
show("masked loss, accuracy", [masked.item(), hits])
