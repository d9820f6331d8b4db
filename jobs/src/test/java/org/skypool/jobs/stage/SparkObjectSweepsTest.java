package org.skypool.jobs.stage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.core.inference.GibbsModel;
import org.skypool.core.inference.LocalObjectSweeps;
import org.skypool.core.inference.ObjectStates;
import org.skypool.core.inference.SweepPlan;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.SparkForTests;
import scala.Tuple2;

/** The executors make the moves that this machine would make, however the objects are divided. */
class SparkObjectSweepsTest {
  private static final int OBJECTS = 120;
  private static final int CHAINS = 2;
  private static final String[] SCHOOLS = {
    "name = sweeps",
    "catalog { source = inline, rows = [ { id = A, y = 28, s = 15 }, { id = B, y = 8, s = 10 } ] }",
    "objects {",
    "  model = gaussian",
    "  theta.effect { value = y, error = s }",
    "  interim-prior.effect = \"normal(0, 100)\"",
    "}",
    "population {",
    "  density.effect = \"normal(mu, tau)\"",
    "  hyperprior { mu = \"normal(0, 5)\", tau = \"half_cauchy(5)\" }",
    "}"
  };

  @TempDir Path folder;

  private RunConfig config() throws IOException {
    Path file = folder.resolve("sweeps.conf");
    Files.writeString(file, String.join("\n", SCHOOLS));
    return ConfigLoader.load(
        file.toString(), List.of(), Optional.of(folder.resolve("out").toString()));
  }

  private static BucketedObjects objects(ObjectColumns columns, int partitions) {
    Buckets buckets = new Buckets(7);
    BucketPartitioner partitioner = new BucketPartitioner(7, partitions);
    List<Tuple2<BucketKey, ObjectRow>> rows = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      String id = "g" + i;
      double[] values =
          columns.object().stream().mapToDouble(name -> name.equals("s") ? 3 : 0).toArray();
      values[columns.object().indexOf("y")] = 5 + i % 17;
      rows.add(new Tuple2<>(new BucketKey(buckets.of(id), id), ObjectRow.single(values)));
    }
    JavaPairRDD<BucketKey, ObjectRow> spread =
        JavaSparkContext.fromSparkContext(SparkForTests.session().sparkContext())
            .parallelizePairs(rows, 3)
            .repartitionAndSortWithinPartitions(partitioner);
    return new BucketedObjects(spread, columns, buckets, partitioner, OBJECTS);
  }

  private static ObjectStates start() {
    double[][][] theta = new double[CHAINS][1][OBJECTS];
    double[][][] logStep = new double[CHAINS][1][OBJECTS];
    for (double[][] chain : theta) {
      Arrays.fill(chain[0], 6);
    }
    return new ObjectStates(theta, logStep);
  }

  @Test
  void movesAreThoseOfOneMachineForAnyPartitions() throws IOException {
    RunConfig config = config();
    ObjectColumns columns = SurveyModel.of(config).objectColumns();
    GibbsModel model = SparkObjectSweeps.model(ModelText.of(config));
    double[][] phi = {{6, 2}, {4, 7}};
    for (int partitions : new int[] {1, 2, 5}) {
      try (SparkObjectSweeps sweeps = new SparkObjectSweeps(config, objects(columns, partitions))) {
        LocalObjectSweeps local = new LocalObjectSweeps(model, sweeps.objects(), 1);
        ObjectStates found = start();
        ObjectStates expected = start();
        for (int iteration = 0; iteration < 3; iteration++) {
          SweepPlan plan = new SweepPlan(9, iteration, 3, 0.4, phi);
          found = sweeps.sweep(plan, found);
          expected = local.sweep(plan, expected);
        }
        assertTrue(Arrays.deepEquals(expected.theta(), found.theta()));
        assertTrue(Arrays.deepEquals(expected.logStep(), found.logStep()));
        assertTrue(!Arrays.deepEquals(start().theta(), found.theta()), "nothing moved");
      }
    }
  }
}
