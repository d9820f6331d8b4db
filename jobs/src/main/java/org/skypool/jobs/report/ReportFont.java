package org.skypool.jobs.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.font.TextAttribute;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/** A sans-serif font that is measured by {@link SansMetrics} and never looked up on the machine. */
final class ReportFont extends Font {
  private static final long serialVersionUID = 1L;
  static final ReportFont TICK = new ReportFont(Font.PLAIN, 11);
  static final ReportFont LABEL = new ReportFont(Font.PLAIN, 13);
  static final ReportFont STRONG = new ReportFont(Font.BOLD, 12);

  ReportFont(int style, int size) {
    super(Font.SANS_SERIF, style, size);
  }

  /** The logical name, which the machine's fonts need not be searched for. */
  @Override
  public String getFamily() {
    return getName();
  }

  /** Another size; other attributes stay as they are. */
  @Override
  public Font deriveFont(Map<? extends AttributedCharacterIterator.Attribute, ?> attributes) {
    Object newSize = attributes.get(TextAttribute.SIZE);
    return newSize instanceof Number number ? new ReportFont(getStyle(), number.intValue()) : this;
  }

  @Override
  public LineMetrics getLineMetrics(String text, FontRenderContext context) {
    return new Lines(text.length(), getSize2D());
  }

  private static final class Lines extends LineMetrics {
    private final int characters;
    private final float size;

    Lines(int characters, float size) {
      this.characters = characters;
      this.size = size;
    }

    @Override
    public int getNumChars() {
      return characters;
    }

    @Override
    public float getAscent() {
      return (float) SansMetrics.ascent(size);
    }

    @Override
    public float getDescent() {
      return (float) SansMetrics.descent(size);
    }

    @Override
    public float getLeading() {
      return 0;
    }

    @Override
    public float getHeight() {
      return getAscent() + getDescent();
    }

    @Override
    public int getBaselineIndex() {
      return Font.ROMAN_BASELINE;
    }

    @Override
    public float[] getBaselineOffsets() {
      return new float[] {0, -0.5f * getAscent(), -getAscent()};
    }

    @Override
    public float getStrikethroughOffset() {
      return -0.3f * size;
    }

    @Override
    public float getStrikethroughThickness() {
      return 0.05f * size;
    }

    @Override
    public float getUnderlineOffset() {
      return 0.1f * size;
    }

    @Override
    public float getUnderlineThickness() {
      return 0.05f * size;
    }
  }
}
