package org.skypool.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final Pattern SVG = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);
  private static final Pattern COORDINATES =
      Pattern.compile(
          " (d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points|transform|stroke-width)=\"([^\"]*)\"");
  private static final String EVIL = "<script>alert('&\"')</script>\u0000\uD800";

  private static String page;

  @BeforeAll
  static void render() {
    page = ReportPage.render(new ExampleReport().data(3, true));
  }

  private static List<String> figures(String html) {
    List<String> figures = new ArrayList<>();
    Matcher matcher = SVG.matcher(html);
    while (matcher.find()) {
      figures.add(matcher.group());
    }
    return figures;
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  private static void assertNumbersAreFinite(String html) {
    for (String figure : figures(html)) {
      Matcher matcher = COORDINATES.matcher(figure);
      while (matcher.find()) {
        String value = matcher.group(2);
        assertFalse(
            value.contains("NaN") || value.contains("Infinity") || value.contains("∞"),
            matcher.group());
      }
    }
  }

  @Test
  void requestsNothingFromOutside() {
    String visible = page.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertFalse(
        Pattern.compile("https?:|//[a-z]", Pattern.CASE_INSENSITIVE).matcher(visible).find());
    assertFalse(
        Pattern.compile(
                "@import|<script|<link|<iframe|<img|<object|\\son[a-z]+=", Pattern.CASE_INSENSITIVE)
            .matcher(visible)
            .find());
    Matcher references =
        Pattern.compile("(?:href|src|action)=\"([^\"]*)\"|url\\(([^)]*)\\)").matcher(page);
    int found = 0;
    while (references.find()) {
      String target = references.group(1) == null ? references.group(2) : references.group(1);
      assertTrue(target.startsWith("#"), target);
      found++;
    }
    assertTrue(found > 10, "only " + found + " internal references");
  }

  @Test
  void everyReferenceLeadsToOneElement() {
    List<String> ids = new ArrayList<>();
    Pattern.compile(" id=\"([^\"]*)\"").matcher(page).results().forEach(m -> ids.add(m.group(1)));
    Set<String> unique = new HashSet<>(ids);
    assertEquals(unique.size(), ids.size(), "an id occurs twice");
    Pattern.compile("(?:href=\"|url\\()#([^\")]*)")
        .matcher(page)
        .results()
        .forEach(m -> assertTrue(unique.contains(m.group(1)), m.group(1)));
  }

  @Test
  void figuresAreWellFormedAndDescribed() throws Exception {
    List<String> figures = figures(page);
    assertEquals(2 + 1 + 3 + 3 + 1 + 1 + 1 + 3 + 1 + 1 + 2, figures.size());
    for (String figure : figures) {
      Element root = parse(figure).getDocumentElement();
      assertEquals("http://www.w3.org/2000/svg", root.getNamespaceURI());
      assertFalse(root.getElementsByTagName("title").item(0).getTextContent().isBlank());
      assertFalse(root.getElementsByTagName("desc").item(0).getTextContent().isBlank());
      assertTrue(root.getElementsByTagName("text").getLength() > 4, "labels must be text");
    }
    assertNumbersAreFinite(page);
  }

  /** The wider band is the first series: painted last it would hide the other. */
  @Test
  void bandsArePaintedInTheirOrder() {
    Chart chart = new Chart(Axes.linear("x", 0, 1), Axes.linear("y", 0, 1));
    assertEquals(SeriesRenderingOrder.FORWARD, chart.plot().getSeriesRenderingOrder());
  }

  @Test
  void figuresAreCompact() {
    figures(page)
        .forEach(
            figure ->
                assertTrue(
                    figure.length() < 120_000, "figure of " + figure.length() + " characters"));
    assertFalse(
        Pattern.compile("[0-9]\\.[0-9]{4,}").matcher(String.join("", figures(page))).find());
  }

  @Test
  void axesAreLabelledAndTheTruthIsMarked() throws Exception {
    String population =
        figures(page).stream()
            .filter(f -> f.contains("population-0-title"))
            .findFirst()
            .orElseThrow();
    NodeList texts = parse(population).getElementsByTagName("text");
    Set<String> labels = new HashSet<>();
    for (int i = 0; i < texts.getLength(); i++) {
      labels.add(texts.item(i).getTextContent());
    }
    assertTrue(
        labels.containsAll(
            Set.of(
                "true log10 stellar mass / Msun",
                "probability density [per dex]",
                "truth",
                "stacked interim posteriors",
                "0.1",
                "10⁻³")),
        labels.toString());
  }

  @Test
  void theSameDataGiveTheSamePageInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(page, ReportPage.render(new ExampleReport().data(3, true)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFailedGuardIsNamedFirst() {
    String bad = ReportPage.render(new ExampleReport().data(2, false));
    assertTrue(bad.contains("not to be trusted"));
    assertTrue(bad.contains("Failed: bias."));
    assertTrue(bad.contains("Raise objects.draws"));
    assertTrue(bad.indexOf("id=\"guards\"") < bad.indexOf("id=\"hyperparameters\""));
    assertTrue(page.indexOf("id=\"guards\"") > page.indexOf("id=\"hyperparameters\""));
    assertFalse(page.contains("not to be trusted.</strong>"));
  }

  @Test
  void everyStringIsEscaped() throws Exception {
    String html = ReportPage.render(evil());
    assertFalse(html.toLowerCase(Locale.ROOT).contains("<script"));
    assertFalse(html.indexOf('\0') >= 0);
    String escaped = "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;\uFFFD\uFFFD";
    // name in title, heading; version, when, command, path, reason, sampler, stage, spark, master,
    // configuration;
    // guard: banner, name, measured, threshold, meaning, remedy; hyperparameter; object id
    assertTrue(html.split(Pattern.quote(escaped), -1).length - 1 >= 20, "too few escaped texts");
    for (String figure : figures(html)) {
      parse(figure);
    }
  }

  private static ReportData evil() {
    ReportData example = new ExampleReport().data(2, true);
    ReportData.Run run =
        new ReportData.Run(
            ReportData.Status.UNTRUSTWORTHY,
            EVIL,
            Optional.of(EVIL),
            EVIL,
            new ReportData.Input(EVIL, 2, 0, 1, Map.of(EVIL, 1L), 1, Optional.of(EVIL)),
            EVIL,
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(EVIL, 1.0),
            Optional.of(EVIL),
            Optional.of(EVIL),
            EVIL);
    ReportData.Hyperparameter h = example.hyperparameters().get(0);
    ReportData.Population p = example.populations().get(0);
    ReportData.Shrinkage s = example.shrinkage().get(0);
    ReportData.EffectiveSizes e = example.effectiveSizes().orElseThrow();
    return new ReportData(
        EVIL,
        run,
        List.of(new ReportData.Guard(EVIL, false, EVIL, EVIL, EVIL, EVIL)),
        List.of(
            new ReportData.Hyperparameter(
                EVIL,
                h.mean(),
                h.sd(),
                h.median(),
                h.q05(),
                h.q16(),
                h.q84(),
                h.q95(),
                1,
                1,
                h.rhat(),
                1,
                h.monteCarloSd(),
                h.biasSd(),
                h.truth())),
        List.of(
            new ReportData.Derived(
                EVIL, h.mean(), h.sd(), h.median(), h.q05(), h.q16(), h.q84(), h.q95(), h.truth())),
        List.of(new ReportData.Population(EVIL, Optional.of(EVIL), p.measured(), p.density())),
        Optional.of(
            new ReportData.Posterior(
                List.of(EVIL, EVIL + "2"), example.posterior().orElseThrow().chains())),
        List.of(
            new ReportData.Shrinkage(
                EVIL,
                s.interimMean(),
                s.interimSd(),
                s.hierarchicalMean(),
                s.hierarchicalSd(),
                s.truth())),
        Optional.of(
            new ReportData.EffectiveSizes(
                e.histogram(),
                e.drawsPerObject(),
                1,
                1,
                List.of(new ReportData.WorstObject(EVIL, 1, OptionalDouble.empty())))),
        List.of(
            new ReportData.Round(
                0,
                1,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(new ReportData.Estimate(EVIL, 1, 1)))),
        ReportData.Checks.NONE);
  }

  @Test
  void sectionsWithoutDataAreLeftOut() {
    ReportData.Run run = new ExampleReport().data(2, true).run();
    String html =
        ReportPage.render(
            new ReportData(
                "bare",
                run,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                ReportData.Checks.NONE));
    assertEquals(0, figures(html).size());
    assertEquals(
        List.of("run"),
        Pattern.compile("<section id=\"([^\"]*)\"")
            .matcher(html)
            .results()
            .map(m -> m.group(1))
            .toList());
  }

  @Test
  void valuesThatAreNotFiniteDoNotBreakTheFigures() throws Exception {
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0}) {
      for (boolean all : new boolean[] {false, true}) {
        String html = ReportPage.render(spoilt(bad, all));
        for (String figure : figures(html)) {
          parse(figure);
        }
        assertNumbersAreFinite(html);
      }
    }
  }

  /** Every list of numbers with its third entry, or all of its entries, replaced. */
  private static ReportData spoilt(double bad, boolean all) {
    ReportData d = new ExampleReport().data(2, true);
    ReportData.Hyperparameter h = d.hyperparameters().get(0);
    ReportData.Measured m = d.populations().get(0).measured().orElseThrow();
    ReportData.Density f = d.populations().get(0).density().orElseThrow();
    ReportData.Shrinkage s = d.shrinkage().get(0);
    ReportData.EffectiveSizes e = d.effectiveSizes().orElseThrow();
    double one = all ? bad : 1;
    return new ReportData(
        d.name(),
        d.run(),
        d.guards(),
        List.of(
            new ReportData.Hyperparameter(
                "alpha",
                bad,
                one,
                bad,
                bad,
                bad,
                bad,
                bad,
                bad,
                bad,
                OptionalDouble.of(bad),
                bad,
                OptionalDouble.of(bad),
                h.biasSd(),
                OptionalDouble.of(bad))),
        List.of(
            new ReportData.Derived("d", bad, one, bad, bad, bad, bad, bad, OptionalDouble.of(bad))),
        List.of(
            new ReportData.Population(
                "x",
                Optional.empty(),
                Optional.of(
                    new ReportData.Measured(
                        new Histogram(m.counts().edges(), spoil(m.counts().counts(), bad, all)),
                        m.objects(),
                        m.predicted().map(b -> spoil(b, bad, all)))),
                Optional.of(
                    new ReportData.Density(
                        f.objects(),
                        spoil(f.band(), bad, all),
                        f.interim().map(c -> new Curve(c.x(), spoil(c.y(), bad, all))),
                        f.truth().map(c -> new Curve(c.x(), spoil(c.y(), bad, all))))))),
        d.posterior()
            .map(
                p ->
                    new ReportData.Posterior(
                        p.names(),
                        p.chains().stream()
                            .map(c -> c.stream().map(v -> spoil(v, bad, all)).toList())
                            .toList())),
        List.of(
            new ReportData.Shrinkage(
                "x",
                spoil(s.interimMean(), bad, all),
                s.interimSd(),
                s.hierarchicalMean(),
                spoil(s.hierarchicalSd(), bad, all),
                s.truth().map(t -> spoil(t, bad, all)))),
        Optional.of(
            new ReportData.EffectiveSizes(
                new Histogram(e.histogram().edges(), spoil(e.histogram().counts(), bad, all)),
                e.drawsPerObject(),
                bad,
                bad,
                List.of(new ReportData.WorstObject("a", bad, OptionalDouble.of(bad))))),
        List.of(
            new ReportData.Round(
                0,
                1,
                1,
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                List.of(new ReportData.Estimate("alpha", bad, one))),
            new ReportData.Round(
                1,
                1,
                1,
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                OptionalDouble.of(bad),
                List.of(new ReportData.Estimate("alpha", 1, one)))),
        ReportData.Checks.NONE);
  }

  private static Values spoil(Values values, double bad, boolean all) {
    double[] copy = values.toArray();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = all || i == 2 ? bad : copy[i];
    }
    return Values.of(copy);
  }

  private static Band spoil(Band band, double bad, boolean all) {
    return new Band(
        band.x(),
        spoil(band.low95(), bad, all),
        band.low68(),
        spoil(band.median(), bad, all),
        band.high68(),
        band.high95());
  }
}
