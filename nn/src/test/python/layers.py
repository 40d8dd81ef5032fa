"""Writes src/test/resources/golden/layers.txt: what Keras and PyTorch compute where the tests of layers compare.

Run it in the folder of the module, in a Python that has torch and keras 3:

    python3 src/test/python/layers.py

Each line is a name, a dtype, the extents in brackets, and the elements, row-major. Weights of gates are in
the order of Adjoint, filters and images have their channels first.
"""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch

torch.set_num_threads(1)
LINES = []
RANDOM = np.random.default_rng(20)


def put(name, array):
    if isinstance(array, torch.Tensor):
        array = array.detach().numpy()
    array = np.asarray(array)
    extents = ",".join(str(d) for d in array.shape)
    dtype = {"float32": "f32", "float64": "f64", "int64": "i64"}[str(array.dtype)]
    LINES.append(f"{name} {dtype} [{extents}] {' '.join(repr(v) for v in array.reshape(-1).tolist())}")


def draw(dtype, *shape):
    return (RANDOM.standard_normal(shape) * 0.7).astype(dtype)


def weigh(layer, dtype, x):
    """Builds a layer and draws its weights."""
    layer.build(x.shape)
    layer.set_weights([draw(dtype, *w.shape) for w in layer.get_weights()])
    return layer.get_weights()


def reordered(weight):
    """Keras has the gates update, reset, new; Adjoint and PyTorch reset, update, new."""
    update, reset, new = np.split(weight, 3, -1)
    return np.concatenate([reset, update, new], -1)


def masked(layer, x, mask, backward):
    """The outputs of steps that count, each repeated by those after it that do not.

    Keras computes masked recurrences in F32 whatever the dtype, so each sequence is run by itself without its padding.
    """
    y = np.zeros((*mask.shape, 2), x.dtype)
    for i, row in enumerate(mask):
        if row.any():
            outputs = layer(x[i : i + 1, row][:, :: -1 if backward else 1]).detach().numpy()[0]
            number = -1
            for t in range(len(row))[:: -1 if backward else 1]:
                number += row[t]
                y[i, t] = outputs[number] if number >= 0 else 0
    return y


def recurrence(dtype):
    """Sequences whose ends are padded with zeros, of 4, 2 and 0 steps; some padding stands inside."""
    x = draw(dtype, 3, 4, 3)
    x[1, 2:] = 0
    x[2] = 0
    x[0, 1] = 0
    put("recurrent.x", x)
    make = {
        "rnn": lambda **o: keras.layers.SimpleRNN(2, **o),
        "lstm": lambda **o: keras.layers.LSTM(2, **o),
        "gruAfter": lambda **o: keras.layers.GRU(2, reset_after=True, **o),
        "gruBefore": lambda **o: keras.layers.GRU(2, reset_after=False, **o),
    }
    for name, kind in make.items():
        if dtype == "float64" and name in ["rnn", "gruBefore"]:
            continue  # their products are F32 in Keras 3.15
        layer = kind(return_sequences=True, dtype=dtype)
        weights = weigh(layer, dtype, x)
        for key, w in zip(["inputWeight", "stateWeight", "bias"], weights):
            w = reordered(w) if name.startswith("gru") else w
            if name == "gruAfter" and key == "bias":
                put(f"recurrent.{name}.bias", w[0])
                put(f"recurrent.{name}.stateBias", w[1])
            else:
                put(f"recurrent.{name}.{key}", w)
        mask = np.any(x != 0, -1)
        put(f"recurrent.{name}", layer(x))
        put(f"recurrent.{name}.masked", masked(layer, x, mask, False))
        for direction in [False, True]:
            y = masked(layer, x, mask, direction)[:, 0 if direction else -1]
            if dtype == "float32":
                last = kind(go_backwards=direction, dtype=dtype)
                last.build(x.shape)
                last.set_weights(weights)
                assert np.abs(y - last(x, mask=mask).detach().numpy()).max() < 1e-6
            put(f"recurrent.{name}.last.{'backward' if direction else 'forward'}", y)


def convolutional_recurrence(dtype):
    x = draw(dtype, 2, 3, 2, 5, 4)
    put("convLstm.x", x)
    for name, options in {"same": {"padding": "same"}, "valid": {"strides": 2}}.items():
        layer = keras.layers.ConvLSTM2D(
            3, 2 if name == "valid" else 3, return_sequences=True, data_format="channels_last", dtype=dtype, **options)
        last = np.moveaxis(x, 2, 4)
        kernel, state, bias = weigh(layer, dtype, last)
        put(f"convLstm.{name}.inputFilter", kernel.transpose(3, 2, 0, 1))
        put(f"convLstm.{name}.stateFilter", state.transpose(3, 2, 0, 1))
        put(f"convLstm.{name}.bias", bias)
        put(f"convLstm.{name}", np.moveaxis(layer(last).detach().numpy(), 4, 2))


def put_weights(start, module):
    """PyTorch has weights as [out, in], those of queries, keys and values above one another."""
    for key, value in module.named_parameters():
        put(f"{start}.{key}", value.t() if value.dim() == 2 else value)


def attention(dtype):
    """A decoder block with a padded memory, grouped heads, and additive attention."""
    kind = {"float32": torch.float32, "float64": torch.float64}[dtype]
    x, memory = torch.tensor(draw(dtype, 2, 3, 4)), torch.tensor(draw(dtype, 2, 5, 4))
    counts = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 0, 1, 0]], dtype=torch.bool)
    for name, value in {"x": x, "memory": memory, "counts": counts.long()}.items():
        put(f"decoder.{name}", value)
    causal = torch.ones(3, 3, dtype=torch.bool).tril()
    for first in [False, True]:
        block = torch.nn.TransformerDecoderLayer(4, 2, 5, 0.0, batch_first=True, norm_first=first, dtype=kind)
        for p in block.parameters():
            p.data = torch.tensor(draw(dtype, *p.shape))
        name = "decoder.pre" if first else "decoder.post"
        put(name, block(x, memory, tgt_mask=~causal, memory_key_padding_mask=~counts))
        put_weights(name, block)
    q, k, v = (torch.tensor(draw(dtype, 2, 3, n)) for n in [8, 4, 4])
    heads = lambda t: t.reshape(2, 3, -1, 2).transpose(1, 2)
    y = torch.nn.functional.scaled_dot_product_attention(
        heads(q), heads(k), heads(v), is_causal=True, enable_gqa=True)
    for name, value in {"q": q, "k": k, "v": v, "y": y.transpose(1, 2).reshape(2, 3, 8)}.items():
        put(f"grouped.{name}", value)
    query, value, key, scale = draw(dtype, 2, 3, 4), draw(dtype, 2, 5, 2), draw(dtype, 2, 5, 4), draw(dtype, 4)
    put("additive.query", query)
    put("additive.key", key)
    put("additive.value", value)
    put("additive.scale", scale)
    if dtype == "float32":  # products are F32 in Keras 3.15
        layer = keras.layers.AdditiveAttention(dtype=dtype)
        layer.build([query.shape, value.shape, key.shape])
        layer.set_weights([scale])
        put("additive.all", layer([query, value, key]))
        put("additive.masked", layer([query, value, key], mask=[None, counts]))


def convolutions(dtype):
    """Over one and three axes, with strides, padding, dilation and groups."""
    f = torch.nn.functional
    cases = {
        "conv.1": (f.conv1d, [2, 4, 9], [6, 2, 3], dict(stride=2, padding=2, dilation=2, groups=2)),
        "conv.3": (f.conv3d, [1, 2, 4, 3, 5], [3, 2, 2, 1, 3], dict(padding=(1, 0, 1))),
        "transposed.1": (f.conv_transpose1d, [2, 4, 5], [4, 3, 3], dict(stride=2, padding=1, output_padding=1, groups=2)),
        "transposed.2": (f.conv_transpose2d, [1, 2, 3, 4], [2, 3, 2, 3], dict(stride=(2, 1))),
        "transposed.3": (f.conv_transpose3d, [1, 2, 2, 2, 3], [2, 3, 2, 2, 2], dict(stride=2)),
    }
    for name, (function, x, weight, options) in cases.items():
        x, weight = torch.tensor(draw(dtype, *x)), torch.tensor(draw(dtype, *weight))
        out = weight.shape[0] if name.startswith("conv") else weight.shape[1] * options.get("groups", 1)
        bias = torch.tensor(draw(dtype, out))
        for key, value in {"x": x, "weight": weight, "bias": bias}.items():
            put(f"{name}.{key}", value)
        put(name, function(x, weight, bias, **options))
    if dtype == "float32":  # products are F32 in Keras 3.15
        x = draw(dtype, 2, 5, 6, 3)
        layer = keras.layers.SeparableConv2D(4, 3, strides=2, padding="same", depth_multiplier=2, dtype=dtype)
        depthwise, pointwise, bias = weigh(layer, dtype, x)
        put("separable.x", np.moveaxis(x, 3, 1))
        put("separable.depthwise", depthwise.transpose(2, 3, 0, 1).reshape(6, 1, 3, 3))
        put("separable.pointwise", pointwise.transpose(3, 2, 0, 1))
        put("separable.bias", bias)
        put("separable", np.moveaxis(layer(x).detach().numpy(), 3, 1))


def normed_weights(dtype):
    """A linear layer with a normed weight, and the gradient of the sum of squares by what is trained."""
    parametrizations = torch.nn.utils.parametrizations
    kind = {"float32": torch.float32, "float64": torch.float64}[dtype]
    x = torch.tensor(draw(dtype, 5, 3))
    weight, bias = torch.tensor(draw(dtype, 4, 3)), torch.tensor(draw(dtype, 4))
    scale, direction = torch.tensor(draw(dtype, 4)), torch.tensor(draw(dtype, 4))
    direction /= direction.norm()
    named = {"x": x, "weight": weight.t(), "bias": bias, "scale": scale, "direction": direction}
    for name, value in named.items():
        put(f"weights.{name}", value.clone())

    def linear():
        layer = torch.nn.Linear(3, 4, dtype=kind)
        layer.weight.data, layer.bias.data = weight.clone(), bias.clone()
        return layer

    layer = parametrizations.weight_norm(linear())
    layer.parametrizations.weight.original0.data = scale.reshape(4, 1).clone()
    y = layer(x)
    put("weights.weightNorm", y)
    put("weights.weightNorm.gradient", torch.autograd.grad((y ** 2).sum(), layer.parametrizations.weight.original1)[0].t())

    layer = parametrizations.spectral_norm(linear())
    norm = layer.parametrizations.weight[0]
    norm._u.copy_(direction)
    norm._v.copy_(torch.nn.functional.normalize(weight.t() @ direction, dim=0))
    y = layer(x)
    put("weights.spectralNorm", y)
    put("weights.spectralNorm.gradient", torch.autograd.grad((y ** 2).sum(), layer.parametrizations.weight.original)[0].t())
    put("weights.spectralNorm.direction", norm._u.clone())


def padded_table(dtype):
    """A table whose row 1 stands for padding, and is not zero, through three steps of gradient descent."""
    kind = getattr(torch, dtype)
    table = torch.sin(torch.arange(12, dtype=kind)).reshape(4, 3)
    x = torch.tensor([[1, 0, 3], [3, 1, 1]])
    weights = torch.cos(torch.arange(18, dtype=kind)).reshape(2, 3, 3)
    layer = torch.nn.Embedding(4, 3, padding_idx=1, _weight=table.clone())
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1, momentum=0.9)
    for step in range(3):
        optimizer.zero_grad()
        y = layer(x)
        (y ** 2 * weights).sum().backward()
        if step == 0:
            for name, value in [("table", table), ("x", x), ("weights", weights), ("y", y), ("gradient", layer.weight.grad)]:
                put(f"padding.{name}", value.clone())
        optimizer.step()
    put("padding.trained", layer.weight)


for dtype in ["float32", "float64"]:
    keras.config.set_floatx(dtype)
    for part in [recurrence, convolutional_recurrence, attention, convolutions, normed_weights, padded_table]:
        part(dtype)

with open("src/test/resources/golden/layers.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(LINES) + "\n")
