package org.skypool.jobs.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The run's record, {@code run.json}: an immutable tree, written whole or not at all. Numbers that
 * are not finite become null, since JSON has none; texts are {@link Redacted}.
 */
public final class RunJson {
  /** Name of the file in the output folder. */
  public static final String FILE = "run.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode tree;

  private RunJson(ObjectNode tree) {
    this.tree = tree;
  }

  /** A record with nothing in it. */
  public static RunJson empty() {
    return new RunJson(NODES.objectNode());
  }

  /**
   * The record in an output folder, or an empty one where there is none.
   *
   * @throws IOException when it cannot be read or is not a JSON object
   */
  public static RunJson read(Configuration conf, Path output) throws IOException {
    Path path = new Path(output, FILE);
    Optional<String> text = AtomicFile.read(conf, path);
    if (text.isEmpty()) {
      return empty();
    }
    try {
      if (JSON.readTree(text.get()) instanceof ObjectNode object) {
        return new RunJson(object);
      }
    } catch (JsonProcessingException notJson) {
      throw new IOException(Storage.plain(path) + " is not JSON", notJson);
    }
    throw new IOException(Storage.plain(path) + " is not a JSON object");
  }

  /**
   * The same record with one entry set or replaced; an object replaces an object whole.
   *
   * @param value text, number, boolean, null, map with text keys, iterable, array, Optional of
   *     these, or a Jackson node
   * @throws IllegalArgumentException for any other type
   */
  public RunJson with(String key, Object value) {
    ObjectNode copy = tree.deepCopy();
    copy.set(key, node(value));
    return new RunJson(copy);
  }

  /**
   * The same record with an entry set inside the object {@code key}, such as one stage's seconds.
   */
  public RunJson with(String key, String inner, Object value) {
    ObjectNode copy = tree.deepCopy();
    ObjectNode object = copy.get(key) instanceof ObjectNode there ? there : copy.putObject(key);
    object.set(inner, node(value));
    return new RunJson(copy);
  }

  /** The same record without an entry. */
  public RunJson without(String key) {
    ObjectNode copy = tree.deepCopy();
    copy.remove(key);
    return new RunJson(copy);
  }

  /** The entry, or nothing. */
  public Optional<JsonNode> get(String key) {
    return Optional.ofNullable(tree.get(key)).map(JsonNode::deepCopy);
  }

  /** The JSON text. */
  public String text() {
    return tree.toPrettyString() + "\n";
  }

  /**
   * Writes {@code run.json} aside and renames it into place.
   *
   * @throws IOException in one line when storage refuses
   */
  public void write(Configuration conf, Path output) throws IOException {
    AtomicFile.write(conf, new Path(output, FILE), text());
  }

  private static JsonNode node(Object value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof JsonNode node) {
      return node.deepCopy();
    } else if (value instanceof Optional<?> optional) {
      return node(optional.orElse(null));
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    } else if (value instanceof CharSequence || value instanceof Enum<?>) {
      return NODES.textNode(Redacted.text(value.toString()));
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      map.forEach((key, entry) -> object.set(key.toString(), node(entry)));
      return object;
    } else if (value instanceof Iterable<?> list) {
      ArrayNode array = NODES.arrayNode();
      list.forEach(entry -> array.add(node(entry)));
      return array;
    } else if (value.getClass().isArray()) {
      ArrayNode array = NODES.arrayNode();
      for (int i = 0; i < Array.getLength(value); i++) {
        array.add(node(Array.get(value, i)));
      }
      return array;
    }
    throw new IllegalArgumentException("run.json cannot hold a " + value.getClass().getName());
  }

  private static JsonNode number(Number number) {
    if (number instanceof Long || number instanceof Integer || number instanceof Short) {
      return NODES.numberNode(number.longValue());
    }
    if (number instanceof java.math.BigInteger whole) {
      return NODES.numberNode(whole);
    }
    double value = number.doubleValue();
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
  }
}
