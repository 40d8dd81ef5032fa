# SPDX-License-Identifier: Apache-2.0
import torch


# task
class Swish(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, dy):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return dy * (x * s + s * (1 - x * s))
# end


x = torch.randn(3, dtype=torch.double, requires_grad=True)
print(torch.autograd.gradcheck(Swish.apply, x))
