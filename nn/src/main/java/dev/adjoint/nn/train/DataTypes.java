// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.data.Dataset;
import java.util.List;

/**
 * The types of the data of a program, {@code [rows, …]} each.
 *
 * @param features those of the inputs of the network
 * @param targets those of the targets, none where nothing is compared
 * @param weights those of the weights of the examples, none or one for each target
 */
record DataTypes(
    ImmutableList<TensorType> features,
    ImmutableList<TensorType> targets,
    ImmutableList<TensorType> weights) {
  static DataTypes of(Dataset data) {
    return new DataTypes(types(data.inputs()), types(data.outputs()), types(data.weights()));
  }

  static DataTypes of(List<Tensor> features) {
    return new DataTypes(types(features), ImmutableList.of(), ImmutableList.of());
  }

  private static ImmutableList<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::type).collect(toImmutableList());
  }

  /** Returns the types of batches of the given number of rows. */
  DataTypes withRows(int rows) {
    return new DataTypes(
        withRows(features, rows), withRows(targets, rows), withRows(weights, rows));
  }

  private static ImmutableList<TensorType> withRows(List<TensorType> types, int rows) {
    return types.stream()
        .map(type -> type.withShape(type.shape().with(0, rows)))
        .collect(toImmutableList());
  }
}
