# SPDX-License-Identifier: Apache-2.0
"""Writes the figures and images of the tests of nn/data.

Usage: python data_golden.py DIR

Made with NumPy 2.4.6, SciPy 1.17.1, scikit-learn 1.9.1 and Pillow 12.3.0.
"""
import io
import pathlib
import sys

import numpy as np
from PIL import Image
from scipy import ndimage
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import MinMaxScaler, StandardScaler

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
images = out / "images"
images.mkdir(exist_ok=True)
lines = []


def figures(name, values):
    lines.append(name + " " + " ".join(repr(float(v)) for v in np.ravel(values)))


# Folds: the number of the fold that holds each row back.
def folds(splitter, labels):
    of = np.empty(len(labels), int)
    for fold, (_, test) in enumerate(splitter.split(np.zeros(len(labels)), labels)):
        of[test] = fold
    return of


rng = np.random.default_rng(14)
for n, k in [(10, 3), (7, 7), (12, 5)]:
    figures(f"kfold-{n}-{k}", folds(KFold(k), np.zeros(n)))
for i, k in enumerate([2, 3, 4, 5]):
    labels = rng.integers(0, 3, 40)
    figures(f"labels-{k}", labels)
    figures(f"stratified-{k}", folds(StratifiedKFold(k), labels))

x = np.array([[1.0, 200, 5, -3], [2, 210, 5, 0], [4, 190, 5, 9], [9, 205, 5, 1.5]])
figures("standard", StandardScaler().fit_transform(x))
figures("min-max", MinMaxScaler((-1, 1)).fit_transform(x))
gaps = np.array([[1.0, np.nan], [np.nan, 4], [7, 6], [2, 9]])
figures("mean", SimpleImputer(strategy="mean").fit_transform(gaps))
figures("median", SimpleImputer(strategy="median").fit_transform(gaps))

# An image turned by 20 degrees about its middle, 1.2 times its size, moved by (0.5, -1.25).
image = rng.integers(0, 16, (5, 6)).astype(float)
figures("image", image)
angle, size, shift = np.deg2rad(20), 1.2, np.array([0.5, -1.25])
matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / size
middle = (np.array(image.shape) - 1) / 2
figures("affine", ndimage.affine_transform(
    image, matrix, middle - matrix @ (middle + shift), order=1, mode="grid-constant"))

# Images: the file, and its numbers as Pillow has them.
rows, columns = 7, 9
colour = rng.integers(0, 256, (rows, columns, 4)).astype("uint8")
colour[:, :, 3] = np.where(colour[:, :, 3] < 128, 0, colour[:, :, 3])
smooth = np.add.outer(np.arange(rows) * 20, np.arange(columns) * 9)[:, :, None] + [0, 20, 60]
pictures = {
    "grey.png": Image.fromarray(colour[:, :, 0]),
    "bits.png": Image.fromarray(colour[:, :, 0] > 99),
    "deep.png": Image.fromarray(rng.integers(0, 65536, (rows, columns)).astype("uint16")),
    "grey-alpha.png": Image.fromarray(colour[:, :, [0, 3]], "LA"),
    "colour.png": Image.fromarray(colour[:, :, :3]),
    "alpha.png": Image.fromarray(colour),
    "palette.png": Image.fromarray(colour[:, :, :3]).quantize(8),
    "colour.bmp": Image.fromarray(colour[:, :, :3]),
    "palette.gif": Image.fromarray(colour[:, :, :3]).quantize(8),
    "smooth.jpg": Image.fromarray(smooth.clip(0, 255).astype("uint8")),
    "grey.jpg": Image.fromarray(smooth[:, :, 0].clip(0, 255).astype("uint8")),
}
for name, picture in pictures.items():
    picture.save(images / name, **({"quality": 95, "subsampling": 0} if "jpg" in name else {}))
    read = Image.open(images / name)
    if read.mode == "I;16":
        numbers = np.repeat(np.asarray(read)[None] / 65535, 3, 0)
    else:
        numbers = np.moveaxis(np.asarray(read.convert("RGB")), 2, 0) / 255
    figures("rgb-" + name, numbers)
    if "alpha" in name:
        figures("alpha-" + name, np.asarray(read.convert("RGBA"))[:, :, 3] / 255)

plane = Image.fromarray(colour[:, :, 0].astype("float32"))
for r, c in [(3, 4), (14, 18), (5, 20), (7, 9), (1, 1)]:
    figures(f"resized-{r}-{c}", np.asarray(plane.resize((c, r), Image.BILINEAR)) / 255)

(out / "figures.txt").write_text("\n".join(lines) + "\n")
