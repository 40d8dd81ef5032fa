# SPDX-License-Identifier: Apache-2.0
"""Writes the npy and npz files of NpyGoldenTests, or compares one that Adjoint wrote.

Usage: python npy_golden.py DIR            writes the files into DIR
       python npy_golden.py --read FILE    prints the arrays of a file

Made with NumPy 2.4.6.
"""
import pathlib
import sys

import numpy as np

if sys.argv[1] == "--read":
    found = np.load(sys.argv[2])
    arrays = found if isinstance(found, np.lib.npyio.NpzFile) else {"": found}
    for name in arrays:
        print(name, arrays[name].dtype, arrays[name].shape, arrays[name].tolist())
    sys.exit()

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)

grid = np.array([[0, 1, 2], [3, 4, 5]])
for code in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
    np.save(out / ("float-" + code[1:] + ("-big" if code[0] == ">" else "") + ".npy"),
            (grid - 1.5).astype(code))
for code in ["|i1", "<i2", "<i4", "<i8", ">i2", ">i4", ">i8"]:
    np.save(out / ("int-" + code[1:] + ("-big" if code[0] == ">" else "") + ".npy"),
            (grid - 3).astype(code))
for code in ["|u1", "<u2", "<u4", "<u8", ">u2", ">u4", ">u8"]:
    np.save(out / ("uint-" + code[1:] + ("-big" if code[0] == ">" else "") + ".npy"),
            (grid + 250).astype(code))
np.save(out / "bool.npy", grid % 2 == 1)
np.save(out / "fortran.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
np.save(out / "fortran-big.npy", np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3)))
np.save(out / "scalar.npy", np.float64(2.5))
np.save(out / "row.npy", np.arange(4, dtype="<i4"))
np.save(out / "none.npy", np.zeros((0, 3), "<f4"))
np.save(out / "largest.npy", np.array([2**32 - 1], "<u4"))
np.save(out / "too-large.npy", np.array([1, 2**63], "<u8"))
np.save(out / "special.npy", np.array([np.nan, np.inf, -np.inf, -0.0, 65504], "<f2"))
for version in [(2, 0), (3, 0)]:
    with open(out / f"version-{version[0]}.npy", "wb") as f:
        np.lib.format.write_array(f, np.arange(3, dtype="<f4"), version=version)

np.save(out / "complex.npy", np.zeros(2, "<c8"))
np.save(out / "text.npy", np.array(["a", "bc"]))
np.save(out / "objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
np.save(out / "records.npy", np.zeros(2, [("a", "<i4"), ("b", "<f8")]))
np.save(out / "times.npy", np.array(["2020-01-01"], "<M8[D]"))
np.save(out / "raw.npy", np.zeros(2, "V2"))

np.savez(out / "stored.npz", a=np.arange(3, dtype="<f4"), b=grid.astype("<i8"))
np.savez_compressed(out / "packed.npz", a=np.zeros((100, 100), "<f4"), b=np.float64(1))
np.savez(out / "empty.npz")
