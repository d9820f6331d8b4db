package org.skypool.jobs.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Draws onto Java 2D and returns one accessible inline SVG element: scalable, with a title and a
 * description for screen readers, text as text, and coordinates rounded to two decimals.
 */
final class SvgFigure {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 2;
  private static final Pattern UNUSED_NAMESPACE = Pattern.compile(" xmlns:xlink=\"[^\"]*\"");

  /** A line of no length, which is a dot. */
  private static final Pattern DOT = Pattern.compile("M(\\S+) (\\S+) L\\1 \\2(?= M|$)");

  /** Attributes that change nothing: the page sets the typeface, the rest are hints. */
  private static final List<String> UNUSED =
      List.of(
          "color-interpolation",
          "color-rendering",
          "image-rendering",
          "shape-rendering",
          "text-rendering",
          "font-family",
          "xml:space");

  /** Inherited attributes with the value that holds where no ancestor sets one. */
  private static final Map<String, String> INHERITED =
      Map.of(
          "fill", "black",
          "fill-opacity", "1",
          "font-style", "normal",
          "font-weight", "normal",
          "stroke", "none",
          "stroke-opacity", "1",
          "stroke-dasharray", "none",
          "stroke-dashoffset", "0",
          "stroke-linejoin", "miter",
          "stroke-width", "1");

  static {
    // Rotated labels would otherwise be drawn as outlines of an installed font, which there may not
    // be.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private SvgFigure() {}

  /**
   * Draws one figure.
   *
   * @param id unique on the page; letters, digits and hyphens
   * @param width width of the drawing in CSS pixels; the figure scales with the page
   * @param height height of the drawing
   * @param title what the figure is, in a few words
   * @param description what is drawn how
   * @param painter draws within (0, 0) to (width, height)
   * @return the {@code svg} element
   */
  static String draw(
      String id,
      int width,
      int height,
      String title,
      String description,
      Consumer<Graphics2D> painter) {
    Document document = emptyDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setPrecision(DECIMALS);
    context.setComment(null);
    context.setIDGenerator(new FigureIds(id));
    SVGGeneratorContext.GraphicContextDefaults defaults =
        new SVGGeneratorContext.GraphicContextDefaults();
    defaults.setFont(ReportFont.TICK);
    context.setGraphicContextDefaults(defaults);
    Canvas canvas = new Canvas(context);
    // The chart library restores this hint after each axis, which fails where it was never set.
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    painter.accept(canvas);
    Element root = canvas.getRoot();
    canvas.dispose();
    describe(root, id, width, height, title, description);
    anchorTexts(root);
    compact(root);
    return UNUSED_NAMESPACE.matcher(text(root)).replaceAll("");
  }

  private static void describe(
      Element root, String id, int width, int height, String title, String description) {
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    root.setAttribute("width", Integer.toString(width));
    root.setAttribute("height", Integer.toString(height));
    root.setAttribute("role", "img");
    root.setAttribute("aria-labelledby", id + "-title " + id + "-desc");
    Element descriptionElement = element(root, "desc", id + "-desc", description);
    Element titleElement = element(root, "title", id + "-title", title);
    root.insertBefore(descriptionElement, root.getFirstChild());
    root.insertBefore(titleElement, descriptionElement);
  }

  private static Element element(Element root, String name, String id, String content) {
    Element element = root.getOwnerDocument().createElementNS(SVG, name);
    element.setAttribute("id", id);
    element.setTextContent(Html.legal(content));
    return element;
  }

  /**
   * Texts are anchored at their middle, so that a reader's wider or narrower face stays centred
   * where it belongs.
   */
  private static void anchorTexts(Element root) {
    NodeList texts = root.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      double size = Double.parseDouble(inherited(text, "font-size", "12").replace("px", ""));
      boolean bold = inherited(text, "font-weight", "normal").startsWith("b");
      double middle =
          Double.parseDouble(text.getAttribute("x"))
              + 0.5 * SansMetrics.width(text.getTextContent(), size, bold);
      text.setAttribute("x", Double.toString(Math.round(middle * 100) / 100.0));
      text.setAttribute("text-anchor", "middle");
    }
  }

  private static String inherited(Node from, String attribute, String otherwise) {
    for (Node node = from; node instanceof Element; node = node.getParentNode()) {
      String value = ((Element) node).getAttribute(attribute);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return otherwise;
  }

  /**
   * Drops what changes nothing, from the root down, so that what an element inherits is settled
   * before the element.
   */
  private static void compact(Element element) {
    UNUSED.forEach(element::removeAttribute);
    INHERITED.forEach(
        (name, initial) -> {
          String value = element.getAttribute(name);
          if (!value.isEmpty() && value.equals(inherited(element.getParentNode(), name, initial))) {
            element.removeAttribute(name);
          }
        });
    if (element.hasAttribute("d")) {
      element.setAttribute("d", DOT.matcher(element.getAttribute("d")).replaceAll("M$1 $2h0"));
    }
    for (Node child = element.getFirstChild(); child != null; ) {
      Node next = child.getNextSibling();
      if (child instanceof Element part) {
        if (part.getTagName().equals("defs") && !part.hasChildNodes()) {
          element.removeChild(part);
        } else {
          compact(part);
        }
      }
      child = next;
    }
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has no XML document builder", e);
    }
  }

  private static String text(Element root) {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(root), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("the figure cannot be written as XML", e);
    }
  }

  /** Ids that differ between the figures of a page and never between two runs. */
  private static final class FigureIds extends SVGIDGenerator {
    private final String figure;
    private int next;

    FigureIds(String figure) {
      this.figure = figure;
    }

    @Override
    public String generateID(String prefix) {
      return figure + "-" + prefix + next++;
    }
  }

  /** Java 2D onto SVG, with text measured by {@link SansMetrics}. */
  private static final class Canvas extends SVGGraphics2D {
    Canvas(SVGGeneratorContext context) {
      super(context, false);
    }

    private Canvas(Canvas original) {
      super(original);
    }

    @Override
    public Graphics create() {
      return new Canvas(this);
    }

    @Override
    public FontMetrics getFontMetrics(Font font) {
      return new SansMetrics(font);
    }

    @Override
    public void drawString(String text, float x, float y) {
      super.drawString(Html.legal(text), x, y);
    }

    @Override
    public void drawString(String text, int x, int y) {
      drawString(text, (float) x, (float) y);
    }
  }

  /** Writes a line of text centred on a point, turned by an angle. */
  static void centred(Graphics2D g, String text, Font font, double x, double y, double radians) {
    AffineTransform before = g.getTransform();
    g.setFont(font);
    g.rotate(radians, x, y);
    g.drawString(
        text,
        (float) (x - 0.5 * SansMetrics.width(text, font.getSize2D(), font.isBold())),
        (float) y);
    g.setTransform(before);
  }
}
