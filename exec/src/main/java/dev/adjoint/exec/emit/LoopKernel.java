package dev.adjoint.exec.emit;

/**
 * Runs a loop body over contiguous elements. Without state: one instance serves all threads.
 *
 * <p>An output may be the very memory of an input that moves along with it, element by element.
 */
@FunctionalInterface
public interface LoopKernel {
  /**
   * Computes {@code n} elements of every result.
   *
   * @param in for each input its array, such as {@code float[]}
   * @param inAt for each input the index of its first element; a uniform input has only this one
   * @param out for each result its array
   * @param outAt for each result the index of its first element
   * @param n the number of elements
   */
  void run(Object[] in, int[] inAt, Object[] out, int[] outAt, int n);
}
