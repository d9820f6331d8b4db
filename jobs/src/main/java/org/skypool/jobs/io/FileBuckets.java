package org.skypool.jobs.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Which row groups of a file are which bucket, and what the metadata of a bucket say beyond those
 * of the file.
 *
 * @param buckets in the order of their rows
 */
record FileBuckets(List<Bucket> buckets) {
  /** Metadata key of a file that holds several buckets. */
  static final String KEY = "skypool.buckets";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A bucket.
   *
   * @param firstRowGroup where it begins in the file
   * @param rowGroups how many it has; none where it is empty
   * @param rows how many it has
   * @param metadata key-value metadata that are not the same for all buckets of the file
   */
  record Bucket(int firstRowGroup, int rowGroups, long rows, Map<String, String> metadata) {

    /** Its own metadata and those of the file. */
    Map<String, String> metadata(FileMetaData file) {
      Map<String, String> all = new LinkedHashMap<>(file.getKeyValueMetaData());
      all.remove(KEY);
      all.putAll(metadata);
      return all;
    }
  }

  FileBuckets {
    buckets = List.copyOf(buckets);
  }

  /**
   * A bucket of a file.
   *
   * @throws UnusableInputException where the file is to hold several, and its metadata speak of
   *     another number of them or of other rows, as after it was written again elsewhere
   */
  static Bucket of(ParquetMetadata footer, TablePart part) {
    List<BlockMetaData> groups = footer.getBlocks();
    if (part.of() == 1) {
      return new Bucket(0, groups.size(), rows(groups), Map.of());
    }
    String text = footer.getFileMetaData().getKeyValueMetaData().getOrDefault(KEY, "");
    FileBuckets found = parse(text);
    if (found.buckets.size() != part.of() || !found.describes(groups)) {
      throw new UnusableInputException(
          "%s: its metadata %s do not describe its rows"
              .formatted(Storage.plain(part.path()), KEY));
    }
    return found.buckets.get(part.number());
  }

  /** The buckets of whole files, one after the other. */
  static FileBuckets ofFiles(List<ParquetMetadata> footers) {
    Map<String, String> common = common(footers);
    List<Bucket> buckets = new ArrayList<>();
    int first = 0;
    for (ParquetMetadata footer : footers) {
      Map<String, String> own = new LinkedHashMap<>(footer.getFileMetaData().getKeyValueMetaData());
      own.keySet().removeAll(common.keySet());
      List<BlockMetaData> groups = footer.getBlocks();
      buckets.add(new Bucket(first, groups.size(), rows(groups), own));
      first += groups.size();
    }
    return new FileBuckets(buckets);
  }

  /** Key-value metadata that are the same in all footers. */
  static Map<String, String> common(List<ParquetMetadata> footers) {
    Map<String, String> common =
        new LinkedHashMap<>(footers.get(0).getFileMetaData().getKeyValueMetaData());
    for (ParquetMetadata footer : footers) {
      common.entrySet().retainAll(footer.getFileMetaData().getKeyValueMetaData().entrySet());
    }
    return common;
  }

  private static long rows(List<BlockMetaData> groups) {
    return groups.stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  private boolean describes(List<BlockMetaData> groups) {
    int next = 0;
    for (Bucket bucket : buckets) {
      int end = bucket.firstRowGroup + bucket.rowGroups;
      if (bucket.firstRowGroup != next
          || bucket.rowGroups < 0
          || end > groups.size()
          || rows(groups.subList(next, end)) != bucket.rows) {
        return false;
      }
      next = end;
    }
    return next == groups.size();
  }

  private static FileBuckets parse(String text) {
    List<Bucket> buckets = new ArrayList<>();
    try {
      int first = 0;
      for (JsonNode node : JSON.readTree(text)) {
        Map<String, String> metadata = new LinkedHashMap<>();
        node.path("metadata")
            .fields()
            .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
        int rowGroups = node.path("row_groups").asInt(-1);
        buckets.add(new Bucket(first, rowGroups, node.path("rows").asLong(-1), metadata));
        first += rowGroups;
      }
    } catch (JsonProcessingException notJson) {
      return new FileBuckets(List.of());
    }
    return new FileBuckets(buckets);
  }

  /** Value of the metadata key. */
  String text() {
    ArrayNode list = JSON.createArrayNode();
    for (Bucket bucket : buckets) {
      ObjectNode node = list.addObject();
      node.put("row_groups", bucket.rowGroups).put("rows", bucket.rows);
      ObjectNode metadata = node.putObject("metadata");
      new TreeSet<>(bucket.metadata.keySet())
          .forEach(key -> metadata.put(key, bucket.metadata.get(key)));
    }
    return list.toString();
  }
}
