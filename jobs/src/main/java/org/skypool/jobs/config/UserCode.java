package org.skypool.jobs.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.skypool.core.density.DensityRegistry;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.plugin.UserClass;

/**
 * The classes from jars of users that a run uses. They are part of what it depends on: with another
 * jar its stages run again.
 *
 * @param classes object models, then densities, by name
 */
public record UserCode(List<UserClass> classes) {

  /** Those whose name stands in the configuration. */
  public static UserCode of(RunConfig run) {
    List<UserClass> used = new ArrayList<>();
    ObjectModels.added().stream()
        .filter(model -> model.name().equals(run.objects().model()))
        .forEach(model -> used.add(new UserClass("object model", model.name(), model.getClass())));
    DensityRegistry.added().stream()
        .filter(density -> isCalled(density.name(), run.resolved()))
        .forEach(density -> used.add(new UserClass("density", density.name(), density.getClass())));
    return new UserCode(List.copyOf(used));
  }

  private static boolean isCalled(String name, String text) {
    return Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(text).find();
  }

  /** What the jars hold, by kind and name. */
  Map<String, String> fingerprints() {
    Map<String, String> all = new TreeMap<>();
    classes.forEach(user -> all.put(user.kind() + " " + user.name(), user.fingerprint()));
    return all;
  }

  /** As the record of a run has it: kind, name, class, jar and its fingerprint. */
  public List<Map<String, String>> entries() {
    List<Map<String, String>> all = new ArrayList<>();
    for (UserClass user : classes) {
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("kind", user.kind());
      entry.put("name", user.name());
      entry.put("class", user.type().getName());
      entry.put("jar", user.origin().map(Path::getFileName).map(Path::toString).orElse(""));
      entry.put("sha256", user.fingerprint());
      all.add(entry);
    }
    return List.copyOf(all);
  }
}
