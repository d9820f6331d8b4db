package org.skypool.jobs.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The process that holds a lock.
 *
 * @param host name of its machine
 * @param space the process ids of the machine it counts among: those of containers are apart; empty
 *     where the system has no such thing
 * @param pid its process id there
 * @param born when the process started, which tells it from a later one with the same id; empty
 *     where the system does not say
 * @param since when it took the lock
 * @param token that no other holder has
 */
record LockHolder(String host, String space, long pid, String born, String since, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SPACE = Path.of("/proc/self/ns/pid");

  /** This process, holding one lock more. */
  static LockHolder here(Instant now) {
    ProcessHandle process = ProcessHandle.current();
    return new LockHolder(
        hostName(),
        ownSpace(),
        process.pid(),
        born(process),
        now.toString(),
        UUID.randomUUID().toString());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  private static String ownSpace() {
    try {
      return Files.isSymbolicLink(SPACE) ? Files.readSymbolicLink(SPACE).toString() : "";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static String born(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Whether its process would be seen from here. */
  boolean isOfThisMachine() {
    return host.equals(hostName()) && space.equals(ownSpace());
  }

  /** Whether its process is there; asked on its machine. */
  boolean isAlive() {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isPresent()
        && (born.isEmpty() || born(process.get()).isEmpty() || born(process.get()).equals(born));
  }

  /** Who and since when, for a message. */
  String words() {
    return "host %s, process %d, since %s".formatted(host, pid, since);
  }

  String text() {
    return JSON.createObjectNode()
            .put("host", host)
            .put("space", space)
            .put("pid", pid)
            .put("born", born)
            .put("since", since)
            .put("token", token)
        + "\n";
  }

  /** The holder that a lock names; empty where the text is not whole yet. */
  static Optional<LockHolder> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.hasNonNull("token")
          ? Optional.of(
              new LockHolder(
                  node.path("host").asText(),
                  node.path("space").asText(),
                  node.path("pid").asLong(),
                  node.path("born").asText(),
                  node.path("since").asText(),
                  node.path("token").asText()))
          : Optional.empty();
    } catch (JsonProcessingException notWhole) {
      return Optional.empty();
    }
  }
}
