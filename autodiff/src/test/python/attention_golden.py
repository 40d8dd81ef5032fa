"""Writes attention.txt: attentions, scores and positions.

Needs numpy, torch (pip install numpy torch).
"""

import numpy as np
import torch
import torch.nn.functional as F
from vjp_golden import VjpWriter

golden = VjpWriter(__file__, f"PyTorch {torch.__version__}", seed=17)


def qkv(batch, heads, shared, queries, keys, width, channels):
    return [
        golden.normal(*batch, *heads, queries, width),
        golden.normal(*batch, *shared, keys, width),
        golden.normal(*batch, *shared, keys, channels),
    ]


golden.comment("---- attention: whether causal, scale or 0; a fourth input is a mask")
SIZES = [((), (), (), 5, 3, 4, 2), ((2,), (2,), (2,), 4, 6, 3, 3), ((1,), (4,), (2,), 5, 5, 2, 3), ((), (3,), (1,), 1, 4, 2, 1)]
for batch, heads, shared, queries, keys, width, channels in SIZES:
    inputs = qkv(batch, heads, shared, queries, keys, width, channels)
    grouped = heads != shared
    for causal, scale in [(False, None), (True, None), (False, 0.7)]:
        golden.case(
            f"attention {int(causal)} {scale or 0}", inputs,
            lambda q, k, v: F.scaled_dot_product_attention(q, k, v, None, 0, causal, scale=scale, enable_gqa=grouped))
    scores = (*batch, *heads, queries, keys)
    for shape in [scores, (queries, keys), (1, keys)]:
        mask = golden.random.uniform(size=shape) < 0.6
        mask[..., 0, :] = False  # a query that may see no key, all of them in the last shape
        bias = golden.normal(*shape)
        bias[..., 0, :] = -np.inf
        bias[..., -1, 0] = -np.inf
        for given in [mask, bias]:
            golden.case(
                "attention 0 0", [*inputs, given],
                lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, m, enable_gqa=grouped))
    both = golden.random.uniform(size=scores) < 0.7
    causal = np.tril(np.ones((queries, keys), bool))
    golden.case(
        "attention 1 0", [*inputs, both],
        lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, m & torch.tensor(causal), enable_gqa=grouped))

golden.comment("---- additive attention, the weights of the scores last")
for batch, queries, keys, width, channels in [((2,), 3, 4, 2, 2), ((1,), 1, 3, 4, 1)]:
    inputs = qkv(batch, (), (), queries, keys, width, channels) + [golden.normal(width)]

    golden.case(
        "additive", inputs,
        lambda q, k, v, w: torch.softmax(torch.tanh(q[..., :, None, :] + k[..., None, :, :]) @ w, -1) @ v)

golden.comment("---- positions as angles: base, whether pairs are neighbours; complex products")
for base in [10000.0, 7.0]:
    for interleaved in [0, 1]:
        for shape, positions in [((3, 4), np.array([0, 1, 2])), ((2, 2, 2, 6), np.array([[5], [0]])), ((2, 2), np.array([100003, 7]))]:
            positions = positions.astype(np.int32)
            if positions.ndim == 2:
                positions = positions[:, :, None] + np.arange(2, dtype=np.int32)

            def rotary(x, at):
                width = shape[-1]
                angle = at.double()[..., None] * torch.tensor(base) .double() ** (-2.0 * torch.arange(width // 2).double() / width)
                if interleaved:
                    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))
                else:
                    pairs = torch.complex(x[..., : width // 2], x[..., width // 2:])
                turned = pairs * torch.polar(torch.ones_like(angle), angle)
                return torch.view_as_real(turned).flatten(-2) if interleaved else torch.cat([turned.real, turned.imag], -1)

            golden.case(f"rotary {base} {interleaved}", [golden.normal(*shape), positions], rotary)

golden.write("attention.txt")
