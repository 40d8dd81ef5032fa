// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The element types of a safetensors file, in the order in which the format sorts them. What has no
 * dtype of its own here is read as the smallest one that holds each of its numbers exactly.
 */
enum StoredType {
  BOOL(1, DType.BOOL),
  U8(1, DType.I32),
  I8(1, DType.I32),
  F8_E5M2(1, DType.F32),
  F8_E4M3(1, DType.F32),
  F8_E8M0(1, DType.F32),
  I16(2, DType.I32),
  U16(2, DType.I32),
  F16(2, DType.F32),
  BF16(2, DType.F32),
  I32(4, DType.I32),
  U32(4, DType.I64),
  F32(4, DType.F32),
  F64(8, DType.F64),
  I64(8, DType.I64),
  U64(8, DType.I64);

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** Returns how a dtype is stored; all five have a type of the same name. */
  static StoredType of(DType dtype) {
    return valueOf(dtype.name());
  }

  /** Returns the number of bytes of an element in the file. */
  int bytes() {
    return bytes;
  }

  /** Returns the dtype that it is read as. */
  DType dtype() {
    return dtype;
  }

  /**
   * Decodes elements.
   *
   * @param from bytes in little-endian order, as many as the elements take
   * @param to where the elements go
   * @param at the first of them
   * @return the number of the first element that has no place in the dtype: a truth value other
   *     than 0 and 1, or an integer from 2⁶³ on; or −1
   */
  int decode(ByteBuffer from, Buffer to, int at) {
    int n = from.remaining() / bytes;
    from.order(ByteOrder.LITTLE_ENDIAN);
    int start = to.offset() + at;
    switch (this) {
      case F32 -> from.asFloatBuffer().get(to.f32(), start, n);
      case F64 -> from.asDoubleBuffer().get(to.f64(), start, n);
      case I32 -> from.asIntBuffer().get(to.i32(), start, n);
      case I64 -> from.asLongBuffer().get(to.i64(), start, n);
      default -> {
        for (int i = 0; i < n; i++) {
          if (!decodeOne(from, to, start + i)) {
            return i;
          }
        }
      }
    }
    return -1;
  }

  private boolean decodeOne(ByteBuffer from, Buffer to, int index) {
    switch (this) {
      case BOOL -> {
        byte value = from.get();
        to.bool()[index] = value == 1;
        return value == 0 || value == 1;
      }
      case U8 -> to.i32()[index] = Byte.toUnsignedInt(from.get());
      case I8 -> to.i32()[index] = from.get();
      case I16 -> to.i32()[index] = from.getShort();
      case U16 -> to.i32()[index] = Short.toUnsignedInt(from.getShort());
      case U32 -> to.i64()[index] = Integer.toUnsignedLong(from.getInt());
      case U64 -> {
        to.i64()[index] = from.getLong();
        return to.i64()[index] >= 0;
      }
      case F16 -> to.f32()[index] = Float.float16ToFloat(from.getShort());
      case BF16 -> to.f32()[index] = Float.intBitsToFloat(from.getShort() << 16);
      case F8_E5M2 -> to.f32()[index] = Float.float16ToFloat((short) (from.get() << 8));
      case F8_E4M3 -> to.f32()[index] = e4m3(Byte.toUnsignedInt(from.get()));
      case F8_E8M0 -> to.f32()[index] = e8m0(Byte.toUnsignedInt(from.get()));
      case F32, F64, I32, I64 -> throw new AssertionError(this);
    }
    return true;
  }

  /**
   * Returns a number of four bits of exponent and three of mantissa without infinities
   * (Micikevicius et al. 2022, <i>FP8 Formats for Deep Learning</i>, table 1).
   */
  private static float e4m3(int bits) {
    int exponent = bits >> 3 & 0xf;
    int mantissa = bits & 0x7;
    float size =
        exponent == 0
            ? mantissa * 0x1p-9f
            : exponent == 0xf && mantissa == 0x7
                ? Float.NaN
                : Math.scalb(1 + mantissa / 8f, exponent - 7);
    return (bits & 0x80) == 0 ? size : -size;
  }

  /** Returns a power of two: a scale of the Open Compute Project's MX formats (2023). */
  private static float e8m0(int bits) {
    return bits == 0xff ? Float.NaN : Math.scalb(1f, bits - 127);
  }

  /** Encodes elements of a dtype; the buffer of bytes has room for them. */
  static void encode(Buffer from, int at, int count, ByteBuffer to) {
    to.order(ByteOrder.LITTLE_ENDIAN);
    int start = from.offset() + at;
    switch (from.dtype()) {
      case F32 -> to.asFloatBuffer().put(from.f32(), start, count);
      case F64 -> to.asDoubleBuffer().put(from.f64(), start, count);
      case I32 -> to.asIntBuffer().put(from.i32(), start, count);
      case I64 -> to.asLongBuffer().put(from.i64(), start, count);
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          to.put(i, (byte) (from.bool()[start + i] ? 1 : 0));
        }
      }
    }
  }
}
