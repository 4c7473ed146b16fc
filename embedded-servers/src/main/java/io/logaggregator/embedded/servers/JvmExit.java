package io.logaggregator.embedded.servers;

import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker from ending this process after a fatal error, such as a full disk: PostgreSQL must still be stopped in
 * good order.
 */
final class JvmExit {

    private static final Logger log = LoggerFactory.getLogger(JvmExit.class);

    private JvmExit() {}

    /** Applies until the JVM exits. */
    static void keepFromBroker() {
        Exit.setExitProcedure(JvmExit::refuse);
        Exit.setHaltProcedure(JvmExit::refuse);
    }

    /** Throws, because callers rely on it not to return. */
    private static void refuse(int status, String message) {
        log.error("Kafka has failed, restart this program: status={} message={}", status, message);
        throw new IllegalStateException("Kafka tried to end the process: " + message);
    }
}
