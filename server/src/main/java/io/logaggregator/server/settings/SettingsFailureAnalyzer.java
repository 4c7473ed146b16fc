package io.logaggregator.server.settings;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says what is wrong with settings, each in one line, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsFailureAnalyzer implements FailureAnalyzer {

    private static final String ACTION =
            "Correct it. Every key is described in the application.yaml inside the server's jar.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidSettingException invalid) {
                String all = invalid.all().stream()
                        .map(Throwable::getMessage)
                        .collect(Collectors.joining(System.lineSeparator()));
                return new FailureAnalysis(all, ACTION, invalid);
            }
        }
        return null;
    }
}
