package org.skypool.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The kernels are tested on two JVMs, one with the Vector API and one without: this is which. */
class VectorModuleTest {

  @Test
  void thisJvmIsTheOneTheBuildAskedFor() {
    String expected = System.getProperty("skypool.test.vector");
    assumeTrue(
        expected != null,
        "started outside the build: the system property skypool.test.vector is not set");
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertEquals(expected, present ? "present" : "absent");
    if (!present) {
      assertInstanceOf(ScalarKernels.class, Kernels.CHOSEN);
    }
  }
}
