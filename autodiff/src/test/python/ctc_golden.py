"""Writes ctc.txt: the loss of Graves et al. of normalised log-probabilities.

Needs numpy, torch (pip install numpy torch). A key is the number of the blank and whether infinite
losses are 0; inputs are logits [batch, steps, labels], targets, and the lengths of both.
"""

import numpy as np
import torch
import torch.nn.functional as F
from vjp_golden import VjpWriter

golden = VjpWriter(__file__, f"PyTorch {torch.__version__}", seed=19)


def int32(values):
    return np.array(values, np.int32)


for blank, steps, labels, targets, input_lengths, target_lengths in [
    (0, 6, 4, [[1, 2, 3], [2, 2, 1], [3, 1, 2]], [6, 6, 5], [3, 2, 1]),
    (3, 5, 4, [[0, 0], [1, 2]], [3, 5], [2, 2]),
    (1, 4, 3, [[0, 2, 0]], [4], [3]),
    (0, 3, 3, [[1], [2]], [3, 1], [0, 1]),
    (2, 9, 5, [[0, 1, 1, 3], [4, 0, 4, 0]], [9, 7], [4, 4]),
]:
    for zero in [0, 1]:
        golden.case(
            f"ctc {blank} {zero}",
            [golden.normal(len(targets), steps, labels), int32(targets), int32(input_lengths), int32(target_lengths)],
            lambda x, t, n, m: F.ctc_loss(
                F.log_softmax(x, -1).transpose(0, 1), t.long(), n.long(), m.long(), blank, "none", bool(zero)))
# Too few steps for two equal targets. PyTorch's gradient is NaN unless infinite losses are 0.
impossible = [golden.normal(2, 2, 3), int32([[1, 1], [1, 2]]), int32([2, 2]), int32([2, 2])]
golden.case(
    "ctc 0 1", impossible,
    lambda x, t, n, m: F.ctc_loss(F.log_softmax(x, -1).transpose(0, 1), t.long(), n.long(), m.long(), 0, "none", True))

golden.write("ctc.txt")
