package org.skypool.core.math;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Chooses the implementation of the block functions, once, when first used.
 *
 * <p>The Vector API is taken where its module is present and the processor has vectors of four
 * doubles or more. The system property {@value #PROPERTY} may say {@code scalar} or {@code vector}
 * instead; the results are the same bits, only the time differs.
 */
final class Kernels {

  static final String PROPERTY = "skypool.kernels";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final Map<String, Supplier<BlockKernels>> BY_NAME =
      new TreeMap<>(Map.of("scalar", ScalarKernels::new, "vector", VectorChoice::make));

  static final BlockKernels CHOSEN = choose(System.getProperty(PROPERTY));

  private Kernels() {}

  static BlockKernels choose(String name) {
    if (name == null) {
      return isVectorModulePresent() && VectorChoice.suitsHardware()
          ? VectorChoice.make()
          : new ScalarKernels();
    }
    Supplier<BlockKernels> maker = BY_NAME.get(name);
    if (maker == null) {
      throw new IllegalArgumentException(
          "system property " + PROPERTY + " = " + name + ": allowed are " + BY_NAME.keySet());
    }
    if (name.equals("vector") && !isVectorModulePresent()) {
      throw new IllegalArgumentException(
          "system property " + PROPERTY + " = vector needs --add-modules " + VECTOR_MODULE);
    }
    return maker.get();
  }

  static boolean isVectorModulePresent() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** Keeps every mention of the vector class out of a class that is loaded without the module. */
  private static final class VectorChoice {

    static boolean suitsHardware() {
      return VectorKernels.suitsHardware();
    }

    static BlockKernels make() {
      return new VectorKernels();
    }
  }
}
