package org.skypool.jobs.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;

/**
 * Hashes of the data of objects: id, and the values of all columns the model reads, observations in
 * their own order. The first 64 bits of MurmurHash3 x64-128 over the UTF-8 bytes of the id and of
 * the names of the columns, a zero byte after each, and the bits of the values, big-endian; of an
 * object with several observations then their number and their values, row by row.
 *
 * <p>Two objects, or one before and after a change, share a hash with probability 2<sup>-64</sup>.
 */
final class ObjectHashes {
  private final byte[] names;
  private final ObjectColumns columns;

  ObjectHashes(ObjectColumns columns) {
    this.columns = columns;
    List<String> all = new ArrayList<>(columns.object());
    all.addAll(columns.observed());
    this.names = bytes(String.join("\0", all) + "\0");
  }

  /** One hash per object of a block. */
  long[] of(ObjectBlock block) {
    double[][] values =
        columns.object().stream().map(name -> block.columns().get(name)).toArray(double[][]::new);
    long[] hashes = new long[block.size()];
    for (int i = 0; i < hashes.length; i++) {
      byte[] id = bytes(block.ids().get(i) + "\0");
      int object = i;
      int observed = block.observations().map(several -> size(several, object)).orElse(0);
      ByteBuffer buffer =
          ByteBuffer.allocate(id.length + names.length + Double.BYTES * values.length + observed);
      buffer.put(id).put(names);
      for (double[] column : values) {
        buffer.putLong(Double.doubleToLongBits(column[i]));
      }
      block.observations().ifPresent(several -> put(several, object, buffer));
      hashes[i] = MurmurHash3.hash128x64(buffer.array())[0];
    }
    return hashes;
  }

  private int size(Observations several, int object) {
    int rows = several.offsets()[object + 1] - several.offsets()[object];
    return Integer.BYTES + Double.BYTES * rows * columns.observed().size();
  }

  private void put(Observations several, int object, ByteBuffer buffer) {
    int from = several.offsets()[object];
    int to = several.offsets()[object + 1];
    buffer.putInt(to - from);
    for (int row = from; row < to; row++) {
      for (String name : columns.observed()) {
        buffer.putLong(Double.doubleToLongBits(several.columns().get(name)[row]));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
