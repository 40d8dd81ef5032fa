// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the whole number of an option, and says what is allowed where it is none. */
public abstract class WholeNumber<T> implements ITypeConverter<T> {
  private final long low;
  private final long high;

  /** Creates one for numbers from {@code low} to {@code high}. */
  protected WholeNumber(long low, long high) {
    this.low = low;
    this.high = high;
  }

  /** Returns the number in the type of the option. */
  protected abstract T of(long value);

  @Override
  public final T convert(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= low && value <= high) {
        return of(value);
      }
    } catch (NumberFormatException _) {
      // Reported like a number out of range.
    }
    throw new TypeConversionException("expected a whole number from " + low + " to " + high);
  }

  /** A number of times, of things. */
  public static class Count extends WholeNumber<Integer> {
    /** Creates one for any number of them but none. */
    public Count() {
      this(Integer.MAX_VALUE);
    }

    /** Creates one for 1 to {@code high} of them. */
    public Count(int high) {
      super(1, high);
    }

    @Override
    protected Integer of(long value) {
      return Math.toIntExact(value);
    }
  }

  /** What starts random numbers. */
  public static final class Seed extends WholeNumber<Long> {
    /** Creates one for all there are. */
    public Seed() {
      super(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    protected Long of(long value) {
      return value;
    }
  }
}
