// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A named value that outlives a run and that a program may update: a trained parameter, a running
 * mean, an optimizer's moment, the counter of a random generator. Two variables are the same only
 * if they are the same object.
 *
 * <p>Reads and updates are atomic as a whole: {@link #value()} never sees half an update.
 */
public final class Variable {
  private static final AtomicLong NEXT = new AtomicLong();

  private final long order = NEXT.getAndIncrement();
  private final String name;
  private final TensorType type;
  private final Buffer buffer;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * Creates a variable.
   *
   * @param name the name to print
   * @param initial the first value, copied
   */
  public Variable(String name, Tensor initial) {
    this.name = Given.present("variable", "the name", name, "give one, it need not be unique");
    Given.present("variable '" + name + "'", "the initial value", initial, "give a tensor");
    this.type = initial.type();
    this.buffer = Buffer.allocate(type.dtype(), type.size());
    buffer.copyFrom(initial.buffer());
  }

  /** Returns the name to print. */
  public String name() {
    return name;
  }

  /** Returns the type of the value, which never changes. */
  public TensorType type() {
    return type;
  }

  /** Returns a copy of the present value. */
  public Tensor value() {
    lock.readLock().lock();
    try {
      Buffer copy = Buffer.allocate(type.dtype(), type.size());
      copy.copyFrom(buffer);
      return Tensor.over(type.shape(), copy);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Replaces the value.
   *
   * @throws ShapeException if the type differs
   */
  public void set(Tensor value) {
    if (!value.type().equals(type)) {
      throw new ShapeException(
          "set", "variable '" + name + "' holds " + type + ", not " + value.type());
    }
    lock.writeLock().lock();
    try {
      buffer.copyFrom(value.buffer());
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Returns the memory of the value, always the same. To run programs on it, hold {@link #lock()}
   * while reading or writing it.
   */
  public Buffer buffer() {
    return buffer;
  }

  /** Returns the lock that guards {@link #buffer()}. */
  public ReentrantReadWriteLock lock() {
    return lock;
  }

  /** Returns a number that is larger for later variables: the order in which to lock several. */
  public long order() {
    return order;
  }

  /** Returns name and type, such as {@code w: f32[784, 10]}. */
  @Override
  public String toString() {
    return name + ": " + type;
  }
}
