package org.skypool.jobs.io;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import uk.ac.starlink.table.StarTable;

/**
 * The rows of a VOTable, one after the other: a thread parses the document and waits while a few
 * thousand rows have not been taken.
 */
final class VoTableRows implements Iterator<Object[]>, AutoCloseable {
  private static final int BATCH = 256;
  private static final int BATCHES = 8;
  private static final long PATIENCE_MILLIS = 100;

  private final BlockingQueue<List<Object[]>> batches = new ArrayBlockingQueue<>(BATCHES);
  private final Thread parser;
  private volatile boolean closed;
  private volatile RuntimeException failure;
  private List<Object[]> batch = List.of();
  private int at;

  private VoTableRows(VoTableDocument document, Configuration conf) {
    parser = new Thread(() -> parse(document, conf), "votable");
    parser.setDaemon(true);
  }

  /** Begins to read. */
  static VoTableRows open(VoTableDocument document, Configuration conf) {
    VoTableRows rows = new VoTableRows(document, conf);
    rows.parser.start();
    return rows;
  }

  /** Hands over batches; an empty one ends them. */
  private void parse(VoTableDocument document, Configuration conf) {
    Batches rows = new Batches();
    try {
      document.read(conf, rows);
      rows.flush();
    } catch (RuntimeException | Error failed) {
      failure =
          failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
    }
    put(List.of());
  }

  private boolean put(List<Object[]> rows) {
    try {
      boolean isTaken = false;
      while (!isTaken && !closed) {
        isTaken = batches.offer(rows, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      }
      return isTaken;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean hasNext() {
    if (at < batch.size()) {
      return true;
    }
    if (closed) {
      return false;
    }
    try {
      batch = batches.take();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
    at = 0;
    if (batch.isEmpty()) {
      closed = true;
      if (failure != null) {
        throw failure;
      }
    }
    return !batch.isEmpty();
  }

  @Override
  public Object[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.get(at++);
  }

  /** Ends the reading, wherever it is. */
  @Override
  public void close() {
    closed = true;
  }

  /** Collects rows and passes them on. */
  private final class Batches implements VoTableDocument.Rows {
    private List<Object[]> rows = new ArrayList<>(BATCH);

    @Override
    public void metadata(StarTable table) {
      rows.clear();
    }

    @Override
    public boolean row(Object[] cells) {
      rows.add(cells.clone());
      return rows.size() < BATCH || flush();
    }

    private boolean flush() {
      List<Object[]> full = rows;
      rows = new ArrayList<>(BATCH);
      return full.isEmpty() || put(full);
    }
  }
}
