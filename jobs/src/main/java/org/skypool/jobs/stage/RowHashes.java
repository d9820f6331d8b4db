package org.skypool.jobs.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.skypool.core.draws.DrawBlock;
import org.skypool.jobs.io.DrawsSchema;

/**
 * Hashes of rows of draws: of the key of their table, the hash of the object's data and every
 * stored value. A row that carries its own hash is what was written, for these data, by this
 * configuration and code. The first 64 bits of MurmurHash3 x64-128.
 */
final class RowHashes {
  private final byte[] key;
  private final DrawsSchema schema;

  /**
   * Makes the hashes of a table.
   *
   * @param key of everything its rows depend on besides the objects
   */
  RowHashes(String key, DrawsSchema schema) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.schema = schema;
  }

  /**
   * One hash per object.
   *
   * @param draws as the table holds them
   * @param effective diagnostic of each object
   * @param data hash of each object's data
   */
  long[] of(DrawBlock draws, double[] effective, long[] data) {
    List<double[]> lists = new ArrayList<>();
    schema.thetas().forEach(name -> lists.add(draws.thetas().get(name)));
    lists.add(draws.logInterimPrior());
    lists.add(draws.logWeight());
    schema.observables().forEach(name -> lists.add(draws.observables().get(name)));
    List<double[]> singles = new ArrayList<>();
    schema.covariates().forEach(name -> singles.add(draws.covariates().get(name)));
    singles.add(effective);
    int[] offsets = draws.offsets();
    long[] hashes = new long[draws.objects()];
    for (int i = 0; i < hashes.length; i++) {
      int values = lists.size() * (offsets[i + 1] - offsets[i]) + singles.size();
      ByteBuffer buffer = ByteBuffer.allocate(key.length + Long.BYTES * (2 + values));
      buffer.put(key).putLong(data[i]).putLong(offsets[i + 1] - offsets[i]);
      for (double[] column : singles) {
        buffer.putLong(Double.doubleToLongBits(column[i]));
      }
      for (double[] column : lists) {
        for (int k = offsets[i]; k < offsets[i + 1]; k++) {
          buffer.putLong(Double.doubleToLongBits(column[k]));
        }
      }
      hashes[i] = MurmurHash3.hash128x64(buffer.array())[0];
    }
    return hashes;
  }
}
