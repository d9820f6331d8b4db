package org.skypool.jobs.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;
import java.util.List;

/**
 * Colours and strokes. The hues are those of Okabe and Ito (Color Universal Design, 2008), which
 * remain distinct under the common forms of colour blindness; every use also differs by stroke or
 * shape.
 */
final class Palette {
  static final Color INK = new Color(0x22, 0x2B, 0x36);
  static final Color MUTED = new Color(0x5B, 0x66, 0x73);
  static final Color GRID = new Color(0xE6, 0xE9, 0xED);
  static final Color FIT = new Color(0x00, 0x72, 0xB2);
  static final Color FIT_68 = new Color(0x8F, 0xC1, 0xE0);
  static final Color FIT_95 = new Color(0xD3, 0xE7, 0xF3);
  static final Color TRUTH = new Color(0xD5, 0x5E, 0x00);
  static final Color INTERIM = new Color(0x00, 0x9E, 0x73);
  static final Color DATA = INK;

  /** One colour per chain or hyperparameter; reused after the eighth. */
  static final List<Color> SERIES =
      List.of(
          FIT,
          TRUTH,
          INTERIM,
          new Color(0xCC, 0x79, 0xA7),
          new Color(0xE6, 0x9F, 0x00),
          new Color(0x56, 0xB4, 0xE9),
          MUTED,
          new Color(0xB8, 0xA9, 0x00));

  static final Stroke HAIR = new BasicStroke(0.8f);
  static final Stroke THIN = new BasicStroke(1.2f);
  static final Stroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final Stroke DASHED =
      new BasicStroke(
          1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6f, 4f}, 0f);
  static final Stroke DOTTED =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {2f, 3f}, 0f);

  private Palette() {}

  static Color series(int index) {
    return SERIES.get(index % SERIES.size());
  }

  static Color translucent(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
