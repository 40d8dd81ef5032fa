package dev.adjoint.exec.loop;

/** A step of a plan, bound to memory. Serves one run at a time. */
@FunctionalInterface
public interface BoundStep {
  /** Reads the inputs and overwrites the outputs. */
  void run();
}
