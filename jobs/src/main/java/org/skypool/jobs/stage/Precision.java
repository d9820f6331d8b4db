package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.ObjectLikelihood.BlockLikelihood;
import org.skypool.jobs.config.RunConfig;

/**
 * Which individual parameters single precision cannot hold: those for which some object's
 * likelihood is narrower than 100,000 units in the last place of a float. (A later round's points
 * may be somewhat narrower than the likelihood; 10,000 units is what they need.)
 */
final class Precision {
  private static final double LEAST_UNITS = 1e5;

  private Precision() {}

  static Set<String> storedAsDouble(RunConfig config, SurveyModel model, BucketedObjects objects) {
    ModelText text = ModelText.of(config);
    BucketPartitioner partitioner = objects.partitioner();
    int buckets = objects.buckets().count();
    ObjectColumns columns = objects.columns();
    List<double[]> parts =
        objects
            .rows()
            .mapPartitionsWithIndex(
                (partition, rows) ->
                    narrowest(
                        text.model(),
                        BucketedObjects.gather(partition, partitioner, buckets, columns, rows)),
                true)
            .collect();
    Set<String> names = new TreeSet<>();
    for (int j = 0; j < model.thetas().size(); j++) {
      for (double[] part : parts) {
        if (part[j] < LEAST_UNITS) {
          names.add(model.thetas().get(j));
        }
      }
    }
    return names;
  }

  private static Iterator<double[]> narrowest(
      SurveyModel model, Iterator<BucketedObjects.Bucket> buckets) {
    int d = model.thetas().size();
    double[] least = new double[d];
    java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
    double[] centre = new double[d];
    double[] scale = new double[d];
    while (buckets.hasNext()) {
      ObjectBlock block = buckets.next().objects();
      BlockLikelihood likelihood = model.likelihood().of(block);
      for (int i = 0; i < block.size(); i++) {
        likelihood.locate(i, centre, scale);
        for (int j = 0; j < d; j++) {
          least[j] = Math.min(least[j], scale[j] / Math.ulp((float) centre[j]));
        }
      }
    }
    List<double[]> one = new ArrayList<>();
    one.add(least);
    return one.iterator();
  }
}
