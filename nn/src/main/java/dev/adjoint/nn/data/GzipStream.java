// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip data, member after member, and checks all that can be checked: headers, checksums
 * and sizes, and that the last member is the end. {@link java.util.zip.GZIPInputStream} passes over
 * what follows the last member. The trailer is checked by the read that finds the end.
 *
 * <p>Format: P. Deutsch, <i>GZIP file format specification version 4.3</i>, RFC 1952, 1996.
 */
final class GzipStream extends InputStream {
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;

  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  private static final String CURE = "; copy the file again";

  private final String name;
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] packed = new byte[1 << 13];
  private int at;
  private int end;
  private long start; // the place in the file of packed[0]
  private State state = State.FIRST_HEADER;

  private enum State {
    FIRST_HEADER,
    DATA,
    END
  }

  /**
   * Creates a stream.
   *
   * @param name what to call the file in errors
   * @param in the packed bytes; closed with this
   */
  GzipStream(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** Returns whether data that begins with these two bytes is packed. */
  static boolean isMagic(int first, int second) {
    return first == MAGIC_1 && second == MAGIC_2;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (state == State.FIRST_HEADER) {
      readHeader();
    }
    while (state == State.DATA) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        at = end - inflater.getRemaining();
        checkTrailer();
        if (isAtEnd()) {
          state = State.END;
        } else {
          readHeader();
        }
      }
    }
    return -1;
  }

  /** Returns how many bytes were unpacked; 0 if more input is needed or the member ends. */
  private int inflate(byte[] target, int offset, int length) throws IOException {
    if (inflater.needsInput() && !inflater.finished()) {
      at = end;
      if (isAtEnd()) {
        throw breaksOff("more compressed data");
      }
      inflater.setInput(packed, at, end - at);
    }
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      at = end - inflater.getRemaining();
      throw error(place(), "the compressed data is damaged (" + e.getMessage() + ")" + CURE);
    }
  }

  private void readHeader() throws IOException {
    checksum.reset(); // of the header, for as long as it lasts
    long place = place();
    int first = next("a gzip header");
    if (first != MAGIC_1) {
      throw error(
          place, "expected the end or another gzip member, found byte " + DataStream.hex(first, 2));
    }
    expect(MAGIC_2, "the second byte of a gzip header");
    expect(DEFLATE, "the compression method of a gzip header");
    place = place();
    int flags = next("the flags of a gzip header");
    if ((flags & RESERVED) != 0) {
      throw error(
          place,
          "expected the flags of a gzip header, below 0x20, found " + DataStream.hex(flags, 2));
    }
    skip(6, "time and system of a gzip header");
    if ((flags & EXTRA) != 0) {
      int size = next("an extra field of a gzip header");
      size |= next("an extra field of a gzip header") << 8;
      skip(size, "an extra field of a gzip header");
    }
    if ((flags & NAME) != 0) {
      skipText("the file name of a gzip header");
    }
    if ((flags & COMMENT) != 0) {
      skipText("the comment of a gzip header");
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      long right = checksum.getValue() & 0xffff;
      checkNumber(right, 2, "the checksum of a gzip header");
    }
    checksum.reset(); // of the data
    inflater.reset();
    inflater.setInput(packed, at, end - at);
    state = State.DATA;
  }

  private void checkTrailer() throws IOException {
    checkNumber(checksum.getValue(), 4, "the checksum of the unpacked data");
    checkNumber(inflater.getBytesWritten() & 0xffff_ffffL, 4, "the size of the unpacked data");
  }

  /** Reads a little-endian number, which should be a certain one. */
  private void checkNumber(long right, int bytes, String what) throws IOException {
    long place = place();
    long found = 0;
    for (int i = 0; i < bytes; i++) {
      found |= (long) next(what) << (8 * i);
    }
    if (found != right) {
      throw error(place, mismatch(what, right, found, 2 * bytes));
    }
  }

  private void expect(int right, String what) throws IOException {
    long place = place();
    int found = next(what);
    if (found != right) {
      throw error(place, mismatch(what, right, found, 2));
    }
  }

  private static String mismatch(String what, long right, long found, int digits) {
    return "expected %s, %s, found %s%s"
        .formatted(what, DataStream.hex(right, digits), DataStream.hex(found, digits), CURE);
  }

  private void skip(int count, String what) throws IOException {
    for (int i = 0; i < count; i++) {
      next(what);
    }
  }

  private void skipText(String what) throws IOException {
    while (next(what) != 0) {
      // All of it is part of the text.
    }
  }

  /** Returns the next packed byte, which there must be. */
  private int next(String what) throws IOException {
    if (isAtEnd()) {
      throw breaksOff(what);
    }
    int value = Byte.toUnsignedInt(packed[at++]);
    checksum.update(value);
    return value;
  }

  /** Returns whether there are no more packed bytes; if there are, one is at hand. */
  private boolean isAtEnd() throws IOException {
    if (at == end) {
      start += end;
      at = 0;
      end = Math.max(in.read(packed, 0, packed.length), 0);
    }
    return at == end;
  }

  private long place() {
    return start + at;
  }

  private DataFileException breaksOff(String what) {
    return error(place(), "expected " + what + ", but the file ends here" + CURE);
  }

  private DataFileException error(long place, String problem) {
    return new DataFileException(name, "at byte " + place + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
