package org.skypool.jobs.io;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.votable.Namespacing;
import uk.ac.starlink.votable.TableContentHandler;
import uk.ac.starlink.votable.TableHandler;

/**
 * A VOTable document, read as a stream up to the end of its first table, in any of its
 * serialisations ({@code TABLEDATA}, {@code BINARY}, {@code BINARY2}, {@code FITS}).
 *
 * <p>Nothing outside the document is read: one that declares entities (that has a {@code DOCTYPE})
 * or whose data are elsewhere ({@code STREAM href}) is refused.
 */
final class VoTableDocument {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private final Path path;
  private final String shown;

  /**
   * Names a document.
   *
   * @param shown name of the file in messages
   */
  VoTableDocument(Path path, String shown) {
    this.path = path;
    this.shown = shown;
  }

  /** What is done with the first table. */
  interface Rows {
    /** Takes names, types and units of the columns. */
    void metadata(StarTable table) throws SAXException;

    /** Takes a row; whether to go on. */
    boolean row(Object[] cells);
  }

  /**
   * Reads the first table, or as much of it as is wanted.
   *
   * @throws UnusableInputException when the document is damaged, is refused or has no table
   */
  void read(Configuration conf, Rows rows) {
    FirstTable table = new FirstTable(rows);
    try (Bytes in = new Bytes(Storage.decompressed(conf, path))) {
      Contents contents = new Contents();
      contents.setTableHandler(table);
      XMLReader reader = reader();
      reader.setContentHandler(contents);
      reader.setErrorHandler(new DefaultHandler());
      parse(reader, in);
    } catch (EOFException ended) {
      throw ReadFailures.truncated(shown, ended);
    } catch (UnusableInputException refused) {
      throw refused;
    } catch (SAXException | IOException | RuntimeException stopped) {
      if (!table.isDone()) {
        throw unusable(stopped);
      }
    }
    if (!table.isDone()) {
      throw new UnusableInputException("catalog.path = " + shown + " has no table with data");
    }
  }

  /** Parses; a parser takes a compressed stream that breaks off for the end of the document. */
  private static void parse(XMLReader reader, Bytes in) throws SAXException, IOException {
    try {
      reader.parse(new InputSource(in));
    } catch (SAXException | IOException failed) {
      if (in.ended != null) {
        throw in.ended;
      }
      throw failed;
    }
  }

  /** Remembers that the stream broke off. */
  private static final class Bytes extends FilterInputStream {
    private EOFException ended;

    Bytes(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return super.read(bytes, from, length);
      } catch (EOFException broken) {
        ended = broken;
        throw broken;
      }
    }
  }

  private UnusableInputException unusable(Exception thrown) {
    String problem = Storage.reason(thrown);
    if (problem.contains("DOCTYPE")) {
      problem = "it has a DOCTYPE, which is not read: remove it";
    }
    String at =
        thrown instanceof SAXParseException parse && parse.getLineNumber() > 0
            ? ", line " + parse.getLineNumber()
            : "";
    return new UnusableInputException(
        "catalog.path = " + shown + at + " cannot be read as a VOTable: " + problem, thrown);
  }

  private static XMLReader reader() throws SAXException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      Namespacing.getInstance().configureSAXParserFactory(factory);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(NO_DOCTYPE, true);
      return factory.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("the platform's parser has these features", impossible);
    }
  }

  /** Refuses data outside the document. */
  private static final class Contents extends TableContentHandler {
    Contents() {
      super(false);
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes)
        throws SAXException {
      String name = local == null || local.isEmpty() ? qualified : local;
      if (name.endsWith("STREAM") && attributes.getValue("href") != null) {
        throw new SAXException("its data are in another file, which is not read (STREAM href)");
      }
      super.startElement(uri, local, qualified, attributes);
    }
  }

  /** Ends the reading with the first table, or when no more rows are wanted. */
  private static final class FirstTable implements TableHandler {
    private final Rows rows;
    private volatile boolean done;

    FirstTable(Rows rows) {
      this.rows = rows;
    }

    boolean isDone() {
      return done;
    }

    @Override
    public void startTable(StarTable metadata) throws SAXException {
      if (!done) {
        rows.metadata(metadata);
      }
    }

    @Override
    public void rowData(Object[] cells) throws SAXException {
      if (done || !rows.row(cells)) {
        stop();
      }
    }

    @Override
    public void endTable() throws SAXException {
      stop();
    }

    private void stop() throws SAXException {
      done = true;
      throw new SAXException("no more is wanted");
    }
  }
}
