package io.logaggregator.testkit;

import java.nio.file.Path;

/** Where PostgreSQL's programs are unpacked for tests: once per machine and user, since that takes seconds. */
public final class TestBinaries {

    private TestBinaries() {}

    public static Path directory() {
        return Path.of(
                System.getProperty("testkit.shared.directory", System.getProperty("java.io.tmpdir")),
                "log-aggregator-test-binaries-" + System.getProperty("user.name"));
    }
}
