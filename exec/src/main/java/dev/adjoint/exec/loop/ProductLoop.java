package dev.adjoint.exec.loop;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.MatrixProduct;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix product and a fused loop over its elements, its epilogue: as soon as a tile of the
 * product is computed the loop runs over it, while it is in the cache. The compiler makes it.
 *
 * <p>Inputs are the two operands, then those of the loop but for the product. Outputs are those of
 * the loop, and the product if that is kept; else the product is nowhere but in tiles of the loop's
 * first output, before the loop overwrites them.
 *
 * @param product the product of two matrices
 * @param loop the loop, over extents of which some innermost ones make up a row of the product
 * @param input which input of the loop is the product, element by element
 * @param keeps whether the product is an output, too
 */
public record ProductLoop(MatrixProduct product, FusedLoop loop, int input, boolean keeps)
    implements KernelOp {
  /** Checks that the product has a place. */
  public ProductLoop {
    Preconditions.checkArgument(
        loop.isDense(input)
            && (keeps || loop.types().getFirst().dtype() == loop.body().inputs().get(input)),
        "product loop: input %s of the loop cannot be the product",
        input);
  }

  /** Returns whether a product of two matrices is computed in tiles that a loop can run over. */
  public static boolean isTiled(MatrixProduct product, List<TensorType> operands) {
    return operands.stream().allMatch(t -> t.shape().rank() == 2)
        && Gemm.isTiled(size(product, operands));
  }

  private static GemmSize size(MatrixProduct product, List<TensorType> operands) {
    Shape a = operands.get(0).shape();
    Shape b = operands.get(1).shape();
    return new GemmSize(
        1,
        a.dim(product.transposeA() ? 1 : 0),
        b.dim(product.transposeB() ? 0 : 1),
        a.dim(product.transposeA() ? 0 : 1));
  }

  /** Returns a new product of the given operands. */
  Gemm gemm(List<TensorType> operands) {
    DType dtype = operands.getFirst().dtype();
    return Gemm.create(
        dtype,
        size(product, operands),
        strides(operands.get(0).shape(), product.transposeA()),
        strides(operands.get(1).shape(), product.transposeB()));
  }

  private static Strides strides(Shape shape, boolean transposed) {
    Strides strides = Strides.rowMajor(shape.dim(0), shape.dim(1));
    return transposed ? strides.transposed() : strides;
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> made = product.infer(inputs.subList(0, 2));
    List<TensorType> own = new ArrayList<>(inputs.subList(2, inputs.size()));
    own.add(input, made.getFirst());
    ImmutableList.Builder<TensorType> outputs = ImmutableList.builder();
    outputs.addAll(loop.infer(own));
    return keeps ? outputs.addAll(made).build() : outputs.build();
  }

  /** {@inheritDoc} Programs do not use it: they bind the code of the two. */
  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    ProductLoopCode code = ProductLoopCode.of(this, inputs, true);
    return (x, y, workers) -> code.bind(x, y, new ScratchPool(), workers).run();
  }

  /** Returns the number of elements in a row of the product. */
  int row(List<TensorType> operands) {
    return size(product, operands).n();
  }

  @Override
  public String name() {
    return product.name();
  }

  /** Returns what the product is, how many steps the loop has and what it runs over. */
  @Override
  public String parameters() {
    return product.parameters() + " + " + loop.name() + loop.parameters();
  }
}
