package io.logaggregator.testkit.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority for tests, created with the JDK's keytool. Not thread-safe. */
public final class TestAuthority {

    private static final String PASSWORD = "only-for-tests";
    private static final String OWN = "authority";

    private final Path directory;
    private final Path store;
    private final Issued own;

    private TestAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("authority.p12");
        keytool(OWN, "-dname", "CN=Test Authority " + directory.getFileName(), "-ext", "bc:c", "-validity", "2");
        this.own = export(OWN);
    }

    /**
     * Creates an authority in a new directory. Its name and the names of its files start with that of the directory.
     */
    public static TestAuthority create(Path directory) {
        try {
            return new TestAuthority(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate of the authority in PEM, to be trusted. */
    public Path certificate() {
        return own.certificate();
    }

    /** A context of clients that trust this authority alone. */
    public SSLContext clientContext() {
        try (InputStream in = Files.newInputStream(own.certificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    OWN, CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Issues a valid certificate with its key. Each name can be issued once. */
    public Issued issue(String name, String... subjectAlternativeNames) {
        return issue(name, "-1d", "2", subjectAlternativeNames);
    }

    /** Issues a certificate that expired yesterday. */
    public Issued issueExpired(String name, String... subjectAlternativeNames) {
        return issue(name, "-3d", "2", subjectAlternativeNames);
    }

    private Issued issue(String name, String start, String days, String... subjectAlternativeNames) {
        List<String> arguments = new ArrayList<>(
                List.of("-signer", OWN, "-dname", "CN=" + name, "-startdate", start, "-validity", days));
        if (subjectAlternativeNames.length > 0) {
            arguments.addAll(List.of("-ext", "san=" + String.join(",", subjectAlternativeNames)));
        }
        keytool(name, arguments.toArray(String[]::new));
        return export(name);
    }

    private void keytool(String alias, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a certificate was made", e);
        }
    }

    private Issued export(String alias) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Key key = keys.getKey(alias, PASSWORD.toCharArray());
            Issued issued = new Issued(directory.resolve(alias + ".crt"), directory.resolve(alias + ".key"));
            Files.writeString(issued.certificate(), pem(keys.getCertificate(alias)));
            Files.writeString(issued.key(), pem("PRIVATE KEY", key.getEncoded()));
            Files.setPosixFilePermissions(issued.key(), PosixFilePermissions.fromString("rw-------"));
            return issued;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(alias + " cannot be exported", e);
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", ((X509Certificate) certificate).getEncoded());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    /**
     * A certificate and its key, each in a file.
     *
     * @param certificate in PEM
     * @param key in PEM, PKCS-8, not encrypted; readable by its owner only
     */
    public record Issued(Path certificate, Path key) {}
}
