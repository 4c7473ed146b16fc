package io.logaggregator.testkit;

import java.nio.file.Path;

/**
 * Directory of the unpacked PostgreSQL programs for tests, shared per machine and user, since unpacking takes seconds.
 */
public final class TestBinaries {

    private TestBinaries() {}

    public static Path directory() {
        return Path.of(
                System.getProperty("testkit.shared.directory", System.getProperty("java.io.tmpdir")),
                "log-aggregator-test-binaries-" + System.getProperty("user.name"));
    }
}
