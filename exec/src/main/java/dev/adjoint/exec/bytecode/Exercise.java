package dev.adjoint.exec.bytecode;

/** What {@link WarmUp} makes a kernel fast on: runs it on arrays of its own. */
public interface Exercise {
  /** How often the loop of the kernel goes round in a call. */
  int ROUNDS = 8;

  /** The number of decoys. */
  int DECOYS = 2;

  /**
   * Calls the kernel, or in its place a decoy: a kernel that does nothing, of a class of its own.
   * Decoys are called where the kernel is, and keep the JIT compiler from making a fast copy of the
   * kernel there, which would not be the one that programs call.
   *
   * @param kernel 0 for the kernel, up to {@value #DECOYS} for a decoy
   */
  void run(int kernel);

  /** Returns the nanoseconds that a call of the kernel may take once C2 has compiled it. */
  long limit();
}
