package org.skypool.jobs.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * The thetas that other keys may name.
 *
 * @param objects where they are declared
 */
record ThetaNames(RunConfig.Objects objects) {

  /**
   * Refuses what is not a theta, or one that leaves nothing to infer.
   *
   * @param key that names it
   * @throws ConfigException saying what the nearest is
   */
  void require(String key, String name) {
    List<String> free = objects.free();
    if (objects.names().contains(name) && !free.contains(name)) {
      throw new ConfigException(
          key + ": " + Names.key("objects.theta", name) + ".equals leaves nothing to infer");
    }
    if (!free.contains(name)) {
      throw new ConfigException(
          key
              + ": no theta is called '"
              + name
              + "'; "
              + Names.nearest(name, free, "objects.theta"));
    }
  }

  /**
   * The thetas of a comma-separated list.
   *
   * @param key that has the list
   * @throws ConfigException where one is not a theta, or there twice
   */
  List<String> listed(String key, String list) {
    List<String> names = Arrays.asList(list.split(",", -1));
    names.forEach(name -> require(key, name));
    if (new HashSet<>(names).size() < names.size()) {
      throw new ConfigException(key + ": names a theta twice");
    }
    return names;
  }
}
