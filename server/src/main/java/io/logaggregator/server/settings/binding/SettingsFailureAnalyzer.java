package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.values.InvalidSettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Reports invalid settings by one line each instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidSettingException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Correct the settings. The application.yaml in the jar of the server describes every key.",
                cause);
    }
}
