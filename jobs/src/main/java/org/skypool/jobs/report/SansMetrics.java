package org.skypool.jobs.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/**
 * Text sizes of a typical sans-serif face, from a table, so that the layout of a plot is the same
 * on every machine and needs no installed font (a minimal container has none, and AWT then throws
 * on the first measurement).
 *
 * <p>Advance widths are those that the common grotesque faces (Helvetica, Arial, Liberation Sans)
 * share, in thousandths of the font size, made 8 % wider to leave room for wider faces.
 */
final class SansMetrics extends FontMetrics {
  private static final long serialVersionUID = 1L;
  private static final double ROOM = 1.08;
  private static final double BOLD = 1.06;
  private static final int OTHER_WIDTH = 556;
  private static final int SUPERSCRIPT_WIDTH = 340;
  private static final double ASCENT = 0.93;
  private static final double DESCENT = 0.22;

  /** Widths of the characters 32 to 126. */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  SansMetrics(Font font) {
    super(font);
  }

  /**
   * Width of a line of text.
   *
   * @param text the text
   * @param size font size
   * @param bold whether the face is bold
   * @return width in the unit of the font size
   */
  static double width(String text, double size, boolean bold) {
    double thousandths = text.codePoints().mapToDouble(SansMetrics::advance).sum();
    return thousandths / 1000 * size * ROOM * (bold ? BOLD : 1);
  }

  private static int advance(int c) {
    if (c >= ' ' && c <= '~') {
      return WIDTHS[c - ' '];
    }
    boolean superscript = c >= 0x2070 && c <= 0x207F || c == 0xB2 || c == 0xB3 || c == 0xB9;
    return superscript ? SUPERSCRIPT_WIDTH : OTHER_WIDTH;
  }

  static double ascent(double size) {
    return ASCENT * size;
  }

  static double descent(double size) {
    return DESCENT * size;
  }

  @Override
  public int getAscent() {
    return (int) Math.round(ascent(font.getSize2D()));
  }

  @Override
  public int getDescent() {
    return (int) Math.round(descent(font.getSize2D()));
  }

  @Override
  public int getHeight() {
    return getAscent() + getDescent();
  }

  @Override
  public int stringWidth(String text) {
    return (int) Math.ceil(width(text, font.getSize2D(), font.isBold()));
  }

  @Override
  public int charsWidth(char[] data, int offset, int length) {
    return stringWidth(new String(data, offset, length));
  }

  @Override
  public int charWidth(char c) {
    return stringWidth(String.valueOf(c));
  }

  @Override
  public Rectangle2D getStringBounds(String text, Graphics context) {
    return new Rectangle2D.Double(
        0, -getAscent(), width(text, font.getSize2D(), font.isBold()), getHeight());
  }

  @Override
  public LineMetrics getLineMetrics(String text, Graphics context) {
    return font.getLineMetrics(text, (FontRenderContext) null);
  }
}
