package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.skypool.core.draws.DrawBlock;

/** Folds sorted rows, one per draw, into one block per bucket. */
final class LongFormFolding implements Iterator<DrawsCatalogue.BucketBlock> {
  private static final int FIRST_NUMBER = 4;

  private final Iterator<Row> rows;
  private final List<String> numbers;
  private final List<String> thetas;
  private final List<String> covariates;
  private Row next;

  LongFormFolding(
      Iterator<Row> rows, List<String> numbers, List<String> thetas, List<String> covariates) {
    this.rows = rows;
    this.numbers = numbers;
    this.thetas = thetas;
    this.covariates = covariates;
    this.next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public DrawsCatalogue.BucketBlock next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int bucket = next.getInt(0);
    List<String> ids = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    List<Row> firsts = new ArrayList<>();
    double[][] values = new double[numbers.size()][64];
    int size = 0;
    while (next != null && next.getInt(0) == bucket) {
      String id = next.getString(1);
      if (ids.isEmpty() || !ids.get(ids.size() - 1).equals(id)) {
        ids.add(id);
        starts.add(size);
        firsts.add(next);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = size < values[i].length ? values[i] : Arrays.copyOf(values[i], 2 * size);
        values[i][size] = next.getDouble(FIRST_NUMBER + i);
      }
      size++;
      next = rows.hasNext() ? rows.next() : null;
    }
    starts.add(size);
    int[] offsets = starts.stream().mapToInt(Integer::intValue).toArray();
    return new DrawsCatalogue.BucketBlock(bucket, block(ids, offsets, firsts, values));
  }

  private DrawBlock block(List<String> ids, int[] offsets, List<Row> firsts, double[][] values) {
    int draws = offsets[ids.size()];
    Map<String, double[]> byTheta = new LinkedHashMap<>();
    thetas.forEach(name -> byTheta.put(name, Arrays.copyOf(values[index(name)], draws)));
    Map<String, double[]> byCovariate = new LinkedHashMap<>();
    for (String name : covariates) {
      int at = FIRST_NUMBER + index(name);
      byCovariate.put(name, firsts.stream().mapToDouble(row -> row.getDouble(at)).toArray());
    }
    double[] interim = new double[draws];
    if (numbers.contains(DrawsSchema.LOG_INTERIM_PRIOR)) {
      interim = Arrays.copyOf(values[index(DrawsSchema.LOG_INTERIM_PRIOR)], draws);
    } else {
      Arrays.fill(interim, Double.NaN);
    }
    return new DrawBlock(
        ids, offsets, byTheta, byCovariate, DrawsReader.equalWeights(offsets, interim), interim);
  }

  private int index(String name) {
    int index = numbers.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(name + " is not among the numbers read: " + numbers);
    }
    return index;
  }
}
