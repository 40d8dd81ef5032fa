// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.base.Preconditions;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableBiMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an npy file says of its array.
 *
 * @param type the type of the elements
 * @param bigEndian whether the first byte of an element is the most significant one
 * @param fortranOrder whether the first axis runs fastest
 * @param shape the extents, checked to fit into a tensor
 */
record NpyHeader(StoredType type, boolean bigEndian, boolean fortranOrder, Shape shape) {
  /** The bytes before the length of the header: {@code 0x93 "NUMPY"} and the version. */
  static final int START = 8;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The elements begin at a multiple of it. */
  private static final int ALIGNMENT = 64;

  /** NumPy leaves room for so many digits of the first extent, for appending in place. */
  private static final int ROOM = 21;

  private static final ImmutableBiMap<String, StoredType> TYPES =
      ImmutableBiMap.<String, StoredType>builder()
          .put("b1", StoredType.BOOL)
          .put("i1", StoredType.I8)
          .put("i2", StoredType.I16)
          .put("i4", StoredType.I32)
          .put("i8", StoredType.I64)
          .put("u1", StoredType.U8)
          .put("u2", StoredType.U16)
          .put("u4", StoredType.U32)
          .put("u8", StoredType.U64)
          .put("f2", StoredType.F16)
          .put("f4", StoredType.F32)
          .put("f8", StoredType.F64)
          .buildOrThrow();

  /** Returns the element type with the code of NumPy, such as {@code f4}, or null. */
  static @Nullable StoredType type(String code) {
    return TYPES.get(code);
  }

  /** Returns the beginning of a file with a tensor of the given type, as NumPy writes it. */
  static byte[] bytes(DType dtype, Shape shape) {
    String extents =
        shape.dims().stream().mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descr(dtype), extents + (shape.rank() == 1 ? "," : ""));
    if (!shape.isScalar()) {
      text += " ".repeat(ROOM - Integer.toString(shape.dim(0)).length());
    }
    int before = START + Short.BYTES;
    int end = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    Preconditions.checkArgument(
        end - before <= 0xffff, "npy: the shape has too many axes: %s", shape.rank());
    byte[] bytes = new byte[end];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[START] = (byte) (end - before);
    bytes[START + 1] = (byte) (end - before >> 8);
    byte[] padded =
        (Strings.padEnd(text, end - before - 1, ' ') + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(padded, 0, bytes, before, padded.length);
    return bytes;
  }

  private static String descr(DType dtype) {
    StoredType type = StoredType.of(dtype);
    return (type.bytes() == 1 ? "|" : "<") + TYPES.inverse().get(type);
  }
}
