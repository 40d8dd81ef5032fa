# SPDX-License-Identifier: Apache-2.0
"""Writes the safetensors files of SafetensorsGoldenTests, or reads one that Adjoint wrote.

Usage: python safetensors_golden.py DIR            writes the files into DIR
       python safetensors_golden.py --read FILE    prints the tensors of a file

Made with safetensors 0.8.0, NumPy 2.4.6 and PyTorch 2.13.0.
"""
import json
import pathlib
import struct
import sys

import numpy as np
import safetensors.numpy
import safetensors.torch
import torch


def by_hand(header, data, padding=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    text += padding
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype, shape, begin, end, **more):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end], **more}


def main(directory):
    directory.mkdir(parents=True, exist_ok=True)
    own = {
        "w": np.array([[1.5, -2.25], [3e38, -0.0], [np.inf, 1e-45]], np.float32),
        "double": np.array([np.pi, -1e300, 5e-324]),
        "int": np.array([[-(2**31), 2**31 - 1]], np.int32),
        "long": np.array([-(2**63), 2**63 - 1], np.int64),
        "truth": np.array([True, False, True]),
        "scalar": np.array(7.0, np.float32),
        "empty": np.zeros((3, 0, 2), np.float32),
        "é\n\"\\\x01/😀\uffff": np.array([1], np.int64),
    }
    (directory / "own.safetensors").write_bytes(
        safetensors.numpy.save(own, {"made by": "é\t\"Python\" \x1f"}))
    (directory / "nothing.safetensors").write_bytes(safetensors.numpy.save({}))

    bits8 = torch.arange(256, dtype=torch.uint8)
    bits16 = torch.tensor(
        [0, 1, 0x3FF, 0x400, 0x3C00, 0x7BFF, 0x7C00, 0x8000, 0xC100, 0xFC00], dtype=torch.int32
    ).to(torch.uint16)
    narrow = {
        "f16": bits16.view(torch.float16),
        "bf16": bits16.view(torch.bfloat16),
        "e4m3": bits8.view(torch.float8_e4m3fn),
        "e5m2": bits8.view(torch.float8_e5m2),
        "e8m0": bits8.view(torch.float8_e8m0fnu),
        "u8": bits8,
        "i8": bits8.view(torch.int8),
        "i16": bits16.view(torch.int16),
        "u16": bits16,
        "u32": torch.tensor([0, 2**32 - 1], dtype=torch.int64).to(torch.uint32),
        "u64": torch.tensor([0, 2**63 - 1], dtype=torch.int64).to(torch.uint64),
    }
    (directory / "narrow.safetensors").write_bytes(safetensors.torch.save({k: v.clone() for k, v in narrow.items()}))
    floating = ("f16", "bf16", "e4m3", "e5m2", "e8m0")
    wide = {k: v.to(torch.float32) if k in floating
            else v.to(torch.int64 if k in ("u32", "u64") else torch.int32)
            for k, v in narrow.items()}
    (directory / "wide.safetensors").write_bytes(safetensors.torch.save({k: v.clone() for k, v in wide.items()}))

    data = struct.pack("<5f", 1, 2, 3, 4, 5)
    unusual = {
        # The order of names is not that of the data; an unknown field; a gap of no bytes.
        "order": by_hand({"b": entry("F32", [2], 12, 20, by="hand", deep=[{"x": [1.5e3, None]}]),
                          "none": entry("I64", [0, 5], 12, 12),
                          "a": entry("F32", [3], 0, 12)}, data),
        # Elements of 4 bytes after one of 1 byte; no padding of the header, or another one.
        "unaligned": by_hand(b'{"t":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]},"a":{"dtype":'
                             b'"F32","shape":[5],"data_offsets":[1,21]}}', b"\1" + data),
        "blanks": by_hand(b' {\n\t"a" : {"data_offsets":[0,20], "shape":[ 5 ], "dtype":"F32"} } ',
                          data, b"\r\n\t   "),
        "escapes": by_hand(b'{"\\u00e9\\ud83d\\ude00\\/":{"dtype":"F32","shape":[5],"data_offsets":'
                           b"[0,20]}}", data),
    }
    for name, content in unusual.items():
        safetensors.numpy.load(content)  # The library takes each of them.
        (directory / f"{name}.safetensors").write_bytes(content)
    complex_numbers = {"c": torch.zeros(2, dtype=torch.complex64)}
    (directory / "complex.safetensors").write_bytes(safetensors.torch.save(complex_numbers))


if __name__ == "__main__":
    if sys.argv[1] == "--read":
        for name, tensor in sorted(safetensors.numpy.load_file(sys.argv[2]).items()):
            print(name, tensor.dtype, tensor.shape, tensor.tolist())
    else:
        main(pathlib.Path(sys.argv[1]))
