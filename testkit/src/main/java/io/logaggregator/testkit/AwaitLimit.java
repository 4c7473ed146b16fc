package io.logaggregator.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets the time limit of conditions without one of their own, for all test classes of modules that use the testkit: far
 * above the usual time, because tests of several modules share the processors.
 */
public final class AwaitLimit implements BeforeAllCallback {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
