package io.logaggregator.embedded;

import io.logaggregator.embedded.servers.EmbeddedServerException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the cause of a failed start and the remedy in one line, instead of a stack trace. */
final class EmbeddedServerFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedServerException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, EmbeddedServerException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
