package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.skypool.core.draws.DrawBlock;
import org.skypool.jobs.io.DrawsSchema;

/** Rows of draws picked one by one from blocks, in the order they are picked. */
final class PickedRows {
  private final List<DrawBlock> blocks = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();

  void add(DrawBlock block, int row) {
    blocks.add(block);
    rows.add(row);
  }

  /** All of them as one block with the columns of a table. */
  DrawBlock block(DrawsSchema schema) {
    int n = rows.size();
    List<String> ids = new ArrayList<>(n);
    int[] offsets = new int[n + 1];
    for (int i = 0; i < n; i++) {
      ids.add(blocks.get(i).objectIds().get(rows.get(i)));
      offsets[i + 1] = offsets[i] + length(i);
    }
    Map<String, double[]> thetas = new LinkedHashMap<>();
    schema.thetas().forEach(name -> thetas.put(name, lists(offsets, b -> b.thetas().get(name))));
    Map<String, double[]> covariates = new LinkedHashMap<>();
    schema
        .covariates()
        .forEach(name -> covariates.put(name, singles(b -> b.covariates().get(name))));
    Map<String, double[]> observables = new LinkedHashMap<>();
    schema
        .observables()
        .forEach(name -> observables.put(name, lists(offsets, b -> b.observables().get(name))));
    return new DrawBlock(
        ids,
        offsets,
        thetas,
        covariates,
        lists(offsets, DrawBlock::logWeight),
        lists(offsets, DrawBlock::logInterimPrior),
        observables);
  }

  private int length(int i) {
    int[] offsets = blocks.get(i).offsets();
    return offsets[rows.get(i) + 1] - offsets[rows.get(i)];
  }

  private double[] lists(int[] offsets, Function<DrawBlock, double[]> column) {
    double[] out = new double[offsets[rows.size()]];
    for (int i = 0; i < rows.size(); i++) {
      DrawBlock from = blocks.get(i);
      System.arraycopy(column.apply(from), from.offsets()[rows.get(i)], out, offsets[i], length(i));
    }
    return out;
  }

  private double[] singles(Function<DrawBlock, double[]> column) {
    double[] out = new double[rows.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = column.apply(blocks.get(i))[rows.get(i)];
    }
    return out;
  }
}
