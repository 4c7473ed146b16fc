package io.logaggregator.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** Date, hardware, versions and commit of a measurement. */
final class TestEnvironment {

    private TestEnvironment() {}

    static String description() {
        return "%s, %d cores (%s), %.0f GB of memory, %s; JDK %s with `-Xmx%dm`; PostgreSQL %s; Kafka %s; commit %s"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        memoryBytes() / 1e9,
                        System.getProperty("os.name") + ' ' + System.getProperty("os.version"),
                        Runtime.version(),
                        Runtime.getRuntime().maxMemory() >> 20,
                        postgres(),
                        kafka(),
                        commit());
    }

    private static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String postgres() {
        try (var connection = TestPostgres.shared().newDatabase().connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the version of PostgreSQL", e);
        }
    }

    private static String kafka() {
        Properties properties = new Properties();
        String name = "/kafka/kafka-version.properties";
        try (InputStream file = Objects.requireNonNull(TestEnvironment.class.getResourceAsStream(name), name)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            try (InputStream output = git.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            return "unknown";
        }
    }
}
