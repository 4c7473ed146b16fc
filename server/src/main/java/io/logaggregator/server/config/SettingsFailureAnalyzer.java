package io.logaggregator.server.config;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says what is wrong with a setting in one line instead of a stack trace. Never shows the value of an unknown key. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsFailureAnalyzer implements FailureAnalyzer {

    private static final String ACTION =
            "Correct it. Every key is described in the application.yaml inside the server's jar.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidSettingException invalid) {
                return new FailureAnalysis(invalid.getMessage(), ACTION, invalid);
            }
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return new FailureAnalysis(describe(unbound), ACTION, unbound);
            }
        }
        return null;
    }

    private static String describe(UnboundConfigurationPropertiesException unbound) {
        KnownKeys known = new KnownKeys();
        return unbound.getUnboundProperties().stream()
                .map(property -> describe(property, known))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String describe(ConfigurationProperty property, KnownKeys known) {
        String key = property.getName().toString();
        String place = property.getOrigin() == null ? "" : " in " + property.getOrigin();
        return key + ": unknown key" + place + " (expected: one of " + known.inSectionOf(key) + ")";
    }
}
