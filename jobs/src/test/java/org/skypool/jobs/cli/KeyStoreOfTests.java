package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A key of 127.0.0.1 that signs for itself, and trusts nobody else. */
final class KeyStoreOfTests {
  private final Path file;
  private final String password;

  private KeyStoreOfTests(Path file, String password) {
    this.file = file;
    this.password = password;
  }

  /** Makes one with the keytool of this Java. */
  static KeyStoreOfTests create(Path file, String password) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                password)
            .redirectErrorStream(true)
            .start();
    String text = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertEquals(0, keytool.waitFor(), text);
    return new KeyStoreOfTests(file, password);
  }

  /** Spark's settings, {@code key=value}, below a prefix. */
  List<String> settings(String prefix) {
    return List.of(
        prefix + ".enabled=true",
        prefix + ".protocol=TLSv1.3",
        prefix + ".keyStore=" + file,
        prefix + ".keyStoreType=PKCS12",
        prefix + ".keyStorePassword=" + password,
        prefix + ".keyPassword=" + password,
        prefix + ".trustStore=" + file,
        prefix + ".trustStoreType=PKCS12",
        prefix + ".trustStorePassword=" + password);
  }

  /** The protocol that whoever listens on a port of 127.0.0.1, with this key, agrees to. */
  String protocolOf(int port) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }
}
