package io.logaggregator.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;

/** Creates contexts of Logback for tests of its appenders, apart from the logging of the test. */
public final class TestLogback {

    private TestLogback() {}

    /**
     * Creates a context.
     *
     * @param configuration in XML; {@code HOSTNAME} in it is {@code web-1}
     */
    public static LoggerContext context(String configuration) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("HOSTNAME", "web-1");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        return context;
    }
}
