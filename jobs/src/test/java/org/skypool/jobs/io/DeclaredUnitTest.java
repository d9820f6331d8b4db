package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredUnitTest {
  @ParameterizedTest
  @CsvSource({
    "mas, mas, true",
    "mas/yr, mas yr-1, true",
    "mas.yr**-1, yr^-1 mas, true",
    "mas.yr**(-1), mas/yr, true",
    "km/s/Mpc, km s-1 Mpc-1, true",
    "km / s, km.s-1, true",
    "'log(solMass)', 'log(solMass)', true",
    "'log(solMass)', 'log(Msun)', false",
    "mas, arcsec, false",
    "mas, mas/yr, false",
    "mas2, mas, false",
    "Mas, mas, false",
    "'dex(solMass)', dex, false",
    "10**-3 mas, mas, false",
    "'', mas, false",
  })
  void sameProductsOfPowersAreTheSame(String one, String other, boolean same) {
    assertEquals(same, DeclaredUnit.same(one, other));
    assertEquals(same, DeclaredUnit.same(other, one));
  }
}
