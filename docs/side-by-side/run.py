# SPDX-License-Identifier: Apache-2.0
"""Runs the programs of the peers and says which of them do not do what they are for.

    KERAS_BACKEND=jax python3 docs/side-by-side/run.py [NAME...]

needs torch 2.13.0, jax 0.10.2, optax 0.2.8 and keras 3.15.1. A program ends by printing True.
"""
import contextlib
import io
import os
import pathlib
import runpy
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
HERE = pathlib.Path(__file__).parent


def is_right(program):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(program), run_name="__main__")
    except Exception as problem:
        print(f"{program.relative_to(HERE)}: {type(problem).__name__}: {problem}")
        return False
    last = printed.getvalue().strip().splitlines()[-1:]
    print(f"{program.relative_to(HERE)}: {last[0] if last else 'nothing'}", flush=True)
    return last == ["True"]


programs = sorted(HERE.glob("*/*.py"))
chosen = [p for p in programs if not sys.argv[1:] or str(p.relative_to(HERE)) in sys.argv[1:]]
wrong = [p for p in chosen if not is_right(p)]
print(f"{len(chosen) - len(wrong)} of {len(chosen)} programs are right")
sys.exit(bool(wrong) or not chosen)
