package org.skypool.jobs.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.skypool.jobs.config.RunConfig.Source;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowListStarTable;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.votable.DataFormat;
import uk.ac.starlink.votable.VOTableVersion;
import uk.ac.starlink.votable.VOTableWriter;

/**
 * One survey, written in every format by programs that are not the project's: id (64 bits), field,
 * x (spread by 0.8 around 1.5) and x_err.
 */
public final class TablesOfOneSurvey {
  private static final long FIRST_ID = 1237648720693755918L;

  private final Object[][] rows;

  /** Where the rows are. */
  public enum Format {
    CSV(Source.CSV),
    PARQUET(Source.PARQUET),
    FITS(Source.FITS),
    CELLS(Source.VOTABLE),
    BINARY(Source.VOTABLE),
    BINARY2(Source.VOTABLE),
    FITS_INSIDE(Source.VOTABLE);

    private final Source source;

    Format(Source source) {
      this.source = source;
    }

    /** Value of {@code catalog.source} in the configuration's records. */
    public Source source() {
      return source;
    }
  }

  /** Makes the rows. */
  public TablesOfOneSurvey(int objects) {
    SplittableRandom random = new SplittableRandom(11);
    rows = new Object[objects][];
    for (int i = 0; i < objects; i++) {
      double error = random.nextDouble(0.1, 0.6);
      double x = 1.5 + 0.8 * random.nextGaussian() + error * random.nextGaussian();
      rows[i] = new Object[] {FIRST_ID + i, i % 5 == 0 ? "UDS" : "COSMOS", x, error};
    }
  }

  /** Writes them into a folder. */
  public Path write(Format format, Path folder) {
    try {
      return switch (format) {
        case CSV -> Files.writeString(folder.resolve("s.csv"), csv());
        case PARQUET -> parquet(folder);
        case FITS -> {
          Path file = folder.resolve("s.fits");
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new FitsTableWriter().writeStarTable(table(), out);
          }
          yield file;
        }
        case CELLS -> votable(folder, DataFormat.TABLEDATA);
        case BINARY -> votable(folder, DataFormat.BINARY);
        case BINARY2 -> votable(folder, DataFormat.BINARY2);
        case FITS_INSIDE -> votable(folder, DataFormat.FITS);
      };
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private String csv() {
    StringBuilder text = new StringBuilder("id,field,x,x_err\n");
    for (Object[] row : rows) {
      text.append(row[0]).append(',').append(row[1]).append(',');
      text.append(row[2]).append(',').append(row[3]).append('\n');
    }
    return text.toString();
  }

  private Path parquet(Path folder) throws IOException, SQLException {
    Path csv = Files.writeString(folder.resolve("p.csv"), csv());
    Path file = folder.resolve("s.parquet");
    Duck.run("COPY (SELECT * FROM read_csv('" + csv + "')) TO '" + file + "' (FORMAT parquet)");
    return file;
  }

  private static Path votable(Path folder, DataFormat format, StarTable table) throws IOException {
    Path file = folder.resolve(format + ".vot");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new VOTableWriter(format, true, VOTableVersion.V14).writeStarTable(table, out);
    }
    return file;
  }

  private Path votable(Path folder, DataFormat format) throws IOException {
    return votable(folder, format, table());
  }

  private StarTable table() {
    RowListStarTable table =
        new RowListStarTable(
            new ColumnInfo[] {
              new ColumnInfo("id", Long.class, null),
              new ColumnInfo("field", String.class, null),
              new ColumnInfo("x", Double.class, null),
              new ColumnInfo("x_err", Double.class, null)
            });
    for (Object[] row : rows) {
      table.addRow(row);
    }
    return table;
  }
}
