// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.ir.RowPartitions;
import dev.adjoint.exec.pass.merge.RowParallelRegions.Region;
import dev.adjoint.exec.rewrite.Clusters;
import dev.adjoint.exec.rewrite.GraphOrder;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts long chains of small products, with the nodes between them, into partitions of rows: the
 * batch of a recurrent network falls into partitions of independent sequences. A thread runs its
 * partition from the first step to the last without synchronising, and intermediate values stay in
 * its cache.
 *
 * <p>Each row is computed as before, so no bit changes. The number of partitions depends on the
 * number of rows alone: one for every {@value #ROWS} rows.
 */
public final class PartitionRows implements GraphPass {
  private static final int ROWS = 16;

  /** Rows from which there is more than one partition. */
  static final int LEAST_ROWS = 2 * ROWS;

  /** Creates the pass. */
  public PartitionRows() {}

  @Override
  public Graph apply(Graph graph) {
    List<Region> regions = RowParallelRegions.of(graph, LEAST_ROWS);
    return regions.isEmpty() ? graph : new Run(graph, regions).apply();
  }

  /** One walk over a graph. */
  private static final class Run {
    private final Graph graph;
    private final Map<Node, Region> regions = new HashMap<>();

    /** For each region the values of it that are read outside. */
    private final Map<Region, Set<Value>> exported = new IdentityHashMap<>();

    /** For each exported value its replacements, one for each partition. */
    private final Map<Value, ImmutableList<Value>> partitions = new HashMap<>();

    private final GraphRewriter rewriter = new GraphRewriter();
    private final Concatenations joins = new Concatenations();

    Run(Graph graph, List<Region> found) {
      this.graph = graph;
      for (Region region : found) {
        for (Node node : region.members) {
          regions.put(node, region);
        }
        exported.put(region, new HashSet<>());
      }
    }

    Graph apply() {
      for (Node node : graph.nodes()) {
        export(node.inputs(), unit(node));
      }
      export(graph.outputs(), graph);
      GraphOrder order = new GraphOrder(graph);
      Clusters clusters = clusters(order);
      for (int cluster : clusters.order(order.of(graph.outputs()))) {
        Node node = order.node(cluster);
        Region region = regions.get(node);
        if (region == null) {
          renew(node);
        } else {
          cut(region);
        }
      }
      for (Value output : graph.outputs()) {
        rewriter.replace(output, renewed(output));
      }
      return rewriter.result(graph);
    }

    /** Returns the regions and the nodes in none. */
    private Clusters clusters(GraphOrder order) {
      Clusters clusters = new Clusters(order.size());
      for (Node node : graph.nodes()) {
        clusters.add(order.of(node.inputs()));
      }
      for (Region region : exported.keySet()) {
        int first = order.of(region.members.getFirst());
        region.members.forEach(node -> clusters.union(first, order.of(node)));
      }
      return clusters;
    }

    private Object unit(Node node) {
      Region region = regions.get(node);
      return region == null ? node : region;
    }

    private void export(List<Value> values, Object reader) {
      for (Value value : values) {
        Region region = regions.get(value.node());
        if (region != null && region != reader) {
          exported.get(region).add(value);
        }
      }
    }

    private void cut(Region region) {
      int count = region.rows / ROWS;
      List<Value> values = new ArrayList<>();
      for (Node node : region.members) {
        if (exported.get(region).contains(node.output(0))) {
          values.add(node.output(0));
        }
      }
      Map<Value, Integer> inputs = new LinkedHashMap<>();
      ImmutableList.Builder<BodyGraph> bodies = ImmutableList.builder();
      ImmutableList.Builder<ImmutableIntArray> taken = ImmutableList.builder();
      for (int s = 0; s < count; s++) {
        int partition = s;
        int start = start(region, s);
        PartitionBody body =
            new PartitionBody(
                start, start(region, s + 1) - start, v -> earlier(v, partition), this::renewed);
        for (Node node : region.members) {
          body.add(node);
        }
        bodies.add(body.graph(values));
        ImmutableIntArray.Builder own = ImmutableIntArray.builder();
        for (Value input : body.inputs()) {
          own.add(inputs.computeIfAbsent(input, _ -> inputs.size()));
        }
        taken.add(own.build());
      }
      Node node =
          Node.of(new RowPartitions(bodies.build(), taken.build()), List.copyOf(inputs.keySet()));
      for (int i = 0; i < values.size(); i++) {
        ImmutableList.Builder<Value> all = ImmutableList.builder();
        for (int s = 0; s < count; s++) {
          all.add(node.output(s * values.size() + i));
        }
        partitions.put(values.get(i), all.build());
      }
    }

    /** Returns the first row of a partition: they are as even as whole rows allow. */
    private static int start(Region region, int partition) {
      int count = region.rows / ROWS;
      return partition * (region.rows / count) + Math.min(partition, region.rows % count);
    }

    private Value earlier(Value value, int partition) {
      ImmutableList<Value> all = partitions.get(value);
      return all == null ? value : all.get(partition);
    }

    private void renew(Node node) {
      List<Value> inputs = new ArrayList<>();
      boolean joins = node.op() instanceof Concatenation concat && concat.axis() == 0;
      for (Value input : node.inputs()) {
        if (joins && partitions.containsKey(input)) {
          inputs.addAll(partitions.get(input));
        } else {
          inputs.add(renewed(input));
        }
      }
      rewriter.replace(node, inputs.equals(node.inputs()) ? node : node.withInputs(inputs));
    }

    /** Returns the replacement of a value, with all of its rows. */
    private Value renewed(Value value) {
      ImmutableList<Value> all = partitions.get(value);
      return all == null ? rewriter.now(value) : joins.along(0, all);
    }
  }
}
