package io.logaggregator.embedded;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server and one browser for all test classes of a JVM. Each test ends with its windows closed and fails on errors that the
 * browser reported. Without Chromium the tests are skipped, except in CI.
 */
final class SharedPage implements ExecutionCondition, ParameterResolver, AfterEachCallback {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.isInstalled() || System.getenv("CI") != null) {
            return ConditionEvaluationResult.enabled("Chromium is installed or required");
        }
        return ConditionEvaluationResult.disabled(Chromium.PROGRAM + " is missing: tests of the web page are skipped");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningPage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).computeIfAbsent(RunningPage.class, _ -> RunningPage.start(), RunningPage.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Optional.ofNullable(store(context).get(RunningPage.class, RunningPage.class))
                .ifPresent(RunningPage::endTest);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SharedPage.class));
    }
}
