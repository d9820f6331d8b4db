package org.skypool.jobs.io;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** File systems and literal paths, and plain words for what storage refuses to do. */
final class Storage {
  private Storage() {}

  /**
   * The file system of a path. Local files are reached without the side files of checksums, so that
   * a folder holds only what is documented and a file edited by hand stays readable.
   */
  static FileSystem of(Configuration conf, Path path) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    return fs instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fs;
  }

  /**
   * The path as written: relative local paths start at the current directory, nothing is a glob.
   */
  static Path path(Configuration conf, String text) {
    boolean hasScheme = text.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    boolean local = FileSystem.getDefaultUri(conf).getScheme().equals("file");
    return new Path(hasScheme || !local ? text : new File(text).getAbsolutePath());
  }

  /** The path with every character escaped that a glob pattern would interpret. */
  static String literal(Path path) {
    return path.toString().replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1");
  }

  /** The bytes of a file, decompressed where its name says that it is compressed. */
  static InputStream decompressed(Configuration conf, Path path) throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(path);
    InputStream raw = of(conf, path).open(path);
    return codec == null ? raw : codec.createInputStream(raw);
  }

  /** Whether a file's name says that it is compressed. */
  static boolean isCompressed(Configuration conf, Path path) {
    return new CompressionCodecFactory(conf).getCodec(path) != null;
  }

  /**
   * The files below a folder (or the file itself), hidden ones left out, in the order of their
   * paths.
   */
  static List<FileStatus> files(FileSystem fs, Path path) throws IOException {
    FileStatus status = fs.getFileStatus(path);
    if (status.isFile()) {
      return List.of(status);
    }
    List<FileStatus> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(path, true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      if (!isHidden(status.getPath(), file.getPath())) {
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  private static boolean isHidden(Path root, Path file) {
    String below = below(root, file);
    for (String part : below.split("/")) {
      if (part.startsWith(".") || (part.startsWith("_") && !part.contains("="))) {
        return true;
      }
    }
    return false;
  }

  /** The path of a file relative to a folder above it, empty for the same path. */
  static String below(Path root, Path file) {
    String below = file.toUri().getPath().substring(root.toUri().getPath().length());
    return below.startsWith("/") ? below.substring(1) : below;
  }

  /** One line saying what could not be written and why; the cause is kept. */
  static IOException cannotWrite(Path path, Throwable cause) {
    return new IOException("cannot write to " + plain(path) + ": " + reason(cause), cause);
  }

  /** A local path without its scheme, any other path as it is. */
  static String plain(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** Whether an exception says that a disk is full. */
  static boolean isFull(Throwable thrown) {
    String message = thrown.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("no space left on device");
  }

  /** The innermost message that says something, on one line. */
  static String reason(Throwable thrown) {
    String reason = null;
    for (Throwable at = thrown; at != null; at = at.getCause() == at ? null : at.getCause()) {
      String message = at.getMessage();
      if (at instanceof FileNotFoundException && message != null && message.contains("denied")) {
        return "permission denied";
      }
      if (isFull(at)) {
        return "No space left on device";
      }
      if (message != null && !message.isBlank()) {
        reason = message;
      }
    }
    return reason == null
        ? thrown.getClass().getSimpleName()
        : reason.strip().lines().findFirst().orElse("");
  }
}
