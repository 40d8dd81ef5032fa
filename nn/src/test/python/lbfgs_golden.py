# SPDX-License-Identifier: Apache-2.0
"""Prints the figures of LbfgsTests: PyTorch 2.13.0 after 1, 2, … steps on Rosenbrock's function."""
import torch


def rosenbrock(p):
    return (100 * (p[1:] - p[:-1] ** 2) ** 2 + (1 - p[:-1]) ** 2).sum()


for n in (1, 2, 3, 4, 5, 8, 12, 20, 30):
    p = torch.tensor([-1.2, 1.0, 0.5], dtype=torch.float64, requires_grad=True)
    o = torch.optim.LBFGS([p], max_iter=n, max_eval=1000, history_size=4, tolerance_grad=1e-7,
                          tolerance_change=1e-9, line_search_fn="strong_wolfe")

    def closure():
        o.zero_grad()
        loss = rosenbrock(p)
        loss.backward()
        return loss

    o.step(closure)
    print(n, o.state[p]["func_evals"], rosenbrock(p).item(), p.tolist())
