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


def normalisations(dtype):
    """Each over the same images, with the same scale and shift."""
    f = torch.nn.functional
    x = torch.randn(3, 4, 3, 2, dtype=dtype) * 2 + 1
    scale, shift = torch.randn(4, dtype=dtype), torch.randn(4, dtype=dtype)
    for name, value in {"x": x, "scale": scale, "shift": shift}.items():
        put(f"norm.{name}", value)
    mean, variance = torch.zeros(4, dtype=dtype), torch.ones(4, dtype=dtype)
    for step in range(2):
        y = f.batch_norm(x * (1 + step), mean, variance, scale, shift, True, 0.3, 1e-3)
        put(f"norm.batch.{step}", y)
    put("norm.batch.mean", mean)
    put("norm.batch.variance", variance)
    put("norm.batch.inference", f.batch_norm(x, mean, variance, scale, shift, False, 0.3, 1e-3))
    put("norm.group", f.group_norm(x, 2, scale, shift, 1e-3))
    put("norm.instance", f.instance_norm(x, weight=scale, bias=shift, eps=1e-3))
    put("norm.rms", f.rms_norm(x.transpose(1, 3), (4,), scale, 1e-3))


def recurrence(dtype):
    """Outputs at every step; weights stand as [in, out], gates side by side."""
    x = torch.randn(2, 4, 3, dtype=dtype)
    put("recurrent.x", x)
    for name, kind in {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}.items():
        layer = kind(3, 2, batch_first=True, bidirectional=True, dtype=dtype)
        put(f"recurrent.{name}", layer(x)[0])
        for key, value in layer.named_parameters():
            put(f"recurrent.{name}.{key}", value.t() if value.dim() == 2 else value)


def attention(dtype):
    """Self-attention of two heads, all keys, causal, and with a mask; an encoder block."""
    x = torch.randn(2, 3, 4, dtype=dtype)
    put("attention.x", x)
    allowed = torch.tensor([[1, 0, 1], [1, 1, 0], [0, 1, 1]], dtype=torch.bool)
    put("attention.mask", allowed.long())
    causal = torch.ones(3, 3, dtype=torch.bool).tril()
    for first in [False, True]:
        block = torch.nn.TransformerEncoderLayer(
            4, 2, 5, 0.0, "gelu", batch_first=True, norm_first=first, dtype=dtype)
        for p in block.parameters():
            p.data = torch.randn_like(p) * 0.7
        name = "encoder.pre" if first else "encoder.post"
        put(name, block(x))
        for key, value in block.named_parameters():
            put(f"{name}.{key}", value.t() if value.dim() == 2 else value)
        if first:
            continue
        for kind, mask in {"all": None, "causal": ~causal, "masked": ~allowed}.items():
            put(f"attention.{kind}", block.self_attn(x, x, x, attn_mask=mask, need_weights=False)[0])


for dtype in [torch.float32, torch.float64]:
    torch.manual_seed(20)
    for part in [activations, losses, optimizers, training, normalisations, recurrence, attention]:
        part(dtype)

with open("src/test/resources/golden/pytorch.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(LINES) + "\n")
