package org.skypool.core.inference;
final class JointReport {
  static String of(JointSampler.Result r) {
    StringBuilder s = new StringBuilder();
    Hyperposterior h = r.hyperposterior();
    for (int d = 0; d < h.names().size(); d++) s.append(h.names().get(d)).append(' ').append(h.summaries().get(d)).append('\n');
    return s + " divergences " + h.divergences() + " bfmi " + java.util.Arrays.toString(r.energyFraction()) + " transitions " + r.transitions() + " worst " + r.objects().worstRhat() + " nonCentred " + r.nonCentred();
  }
}
