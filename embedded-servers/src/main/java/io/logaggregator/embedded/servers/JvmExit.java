package io.logaggregator.embedded.servers;

import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that meets a fatal fault, such as a full disk, ends its process at once. Here the process is not the broker's
 * own: it stays, and so do PostgreSQL's orderly end and the data that others hold.
 */
final class JvmExit {

    private static final Logger log = LoggerFactory.getLogger(JvmExit.class);

    private JvmExit() {}

    /** For the rest of this JVM's life. */
    static void keepFromBroker() {
        Exit.setExitProcedure(JvmExit::refuse);
        Exit.setHaltProcedure(JvmExit::refuse);
    }

    /** Throws, since the callers rely on it that they do not come back. */
    private static void refuse(int status, String message) {
        log.error("Kafka has met a fatal fault and is out of service until restarted, status={} {}", status, message);
        throw new IllegalStateException("Kafka wanted to end the process: " + message);
    }
}
