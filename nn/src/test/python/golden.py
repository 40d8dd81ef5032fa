"""Writes src/test/resources/golden/pytorch.txt: what PyTorch computes where TorchFiguresTests compares.

Run it in the folder of the module, in a Python that has torch:

    python3 src/test/python/golden.py

Each line is a name, a dtype, the extents in brackets, and the elements, row-major.
"""

import torch

torch.set_num_threads(1)
LINES = []


def put(name, tensor):
    tensor = tensor.detach()
    dtype = {torch.float32: "f32", torch.float64: "f64", torch.int64: "i64"}[tensor.dtype]
    extents = ",".join(str(d) for d in tensor.shape)
    elements = " ".join(repr(v) for v in tensor.reshape(-1).tolist())
    LINES.append(f"{name} {dtype} [{extents}] {elements}")


def activations(dtype):
    x = torch.linspace(-6, 6, 25, dtype=dtype)
    f = torch.nn.functional
    put("activation.x", x)
    weight = torch.linspace(0.5, 1.5, 5, dtype=dtype)
    bias = torch.linspace(-1, 1, 5, dtype=dtype)
    put("layerNorm", f.layer_norm(torch.sin(x).reshape(5, 5), (5,), weight, bias, eps=1e-3))
    put("activation.relu", f.relu(x))
    put("activation.leakyRelu", f.leaky_relu(x, 0.1))
    put("activation.elu", f.elu(x, 0.7))
    put("activation.tanh", torch.tanh(x))
    put("activation.sigmoid", torch.sigmoid(x))
    put("activation.softplus", f.softplus(x, threshold=1e9))
    put("activation.silu", f.silu(x))
    put("activation.gelu", f.gelu(x))
    put("activation.geluTanh", f.gelu(x, approximate="tanh"))


def losses(dtype):
    logits = torch.randn(6, 5, dtype=dtype) * 3
    logits[1, 2] = 900
    logits[2] = -700
    logits.requires_grad_()
    labels = torch.tensor([0, 1, 2, 3, 4, 2])
    loss = torch.nn.functional.cross_entropy(logits, labels)
    put("crossEntropy.logits", logits)
    put("crossEntropy.labels", labels)
    put("crossEntropy.loss", loss)
    put("crossEntropy.gradient", torch.autograd.grad(loss, logits)[0])

    prediction = torch.randn(4, 3, dtype=dtype, requires_grad=True)
    target = torch.randn(4, 3, dtype=dtype)
    loss = torch.nn.functional.mse_loss(prediction, target)
    put("squaredError.prediction", prediction)
    put("squaredError.target", target)
    put("squaredError.loss", loss)
    put("squaredError.gradient", torch.autograd.grad(loss, prediction)[0])


def optimizers(dtype):
    start = torch.randn(3, 2, dtype=dtype)
    target = torch.randn(3, 2, dtype=dtype)
    weight = torch.rand(3, 2, dtype=dtype) * 4 + 0.1
    put("optimizer.start", start)
    put("optimizer.target", target)
    put("optimizer.weight", weight)
    rules = {
        "sgd": lambda p: torch.optim.SGD([p], lr=0.1),
        "momentum": lambda p: torch.optim.SGD([p], lr=0.05, momentum=0.9),
        "nesterov": lambda p: torch.optim.SGD([p], lr=0.05, momentum=0.8, nesterov=True),
        "adam": lambda p: torch.optim.Adam([p], lr=0.1, foreach=False),
        "adamDecay": lambda p: torch.optim.Adam([p], lr=0.02, betas=(0.7, 0.95), eps=1e-4, foreach=False),
        "adamW": lambda p: torch.optim.AdamW([p], lr=0.1, weight_decay=0.3, foreach=False),
        "rmsProp": lambda p: torch.optim.RMSprop([p], lr=0.05, alpha=0.8, eps=1e-6, foreach=False),
        "weightDecay": lambda p: torch.optim.SGD([p], lr=0.05, momentum=0.9, weight_decay=0.2),
    }
    for name, rule in rules.items():
        p = start.clone().requires_grad_()
        optimizer = rule(p)
        steps = []
        for _ in range(12):
            optimizer.zero_grad()
            (weight * (p - target) ** 2).sum().backward()
            optimizer.step()
            steps.append(p.detach().clone())
        put(f"optimizer.{name}", torch.stack(steps))


def training(dtype):
    """Three epochs of batches of 3, 3 and 1, in order."""
    x = torch.randn(7, 4, dtype=dtype)
    labels = torch.tensor([0, 1, 2, 2, 1, 0, 1])
    w1, b1 = torch.randn(4, 6, dtype=dtype), torch.zeros(6, dtype=dtype)
    w2, b2 = torch.randn(6, 3, dtype=dtype), torch.zeros(3, dtype=dtype)
    for name, value in {"x": x, "labels": labels, "w1": w1, "w2": w2}.items():
        put(f"training.{name}", value)
    parameters = [w1, b1, w2, b2]
    for p in parameters:
        p.requires_grad_()
    optimizer = torch.optim.Adam(parameters, lr=0.05, foreach=False)
    figures = []
    for _ in range(3):
        for start in range(0, 7, 3):
            optimizer.zero_grad()
            scores = torch.tanh(x[start : start + 3] @ w1 + b1) @ w2 + b2
            loss = torch.nn.functional.cross_entropy(scores, labels[start : start + 3])
            loss.backward()
            optimizer.step()
            figures.append(loss.detach())
    put("training.losses", torch.stack(figures))
    for name, p in zip(["w1", "b1", "w2", "b2"], parameters):
        put(f"training.trained.{name}", p)


for dtype in [torch.float32, torch.float64]:
    torch.manual_seed(20)
    for part in [activations, losses, optimizers, training]:
        part(dtype)

with open("src/test/resources/golden/pytorch.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(LINES) + "\n")
