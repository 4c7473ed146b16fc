package io.logaggregator.embedded;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One program and one browser for all classes of tests. Where there is no browser they are skipped, but not in CI. */
final class SharedPage implements ExecutionCondition, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.isInstalled() || System.getenv("CI") != null) {
            return ConditionEvaluationResult.enabled("there is a browser, or has to be one");
        }
        return ConditionEvaluationResult.disabled(
                Chromium.PROGRAM + " is not there: the tests of the web page are skipped");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningPage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedPage.class))
                .computeIfAbsent(RunningPage.class, _ -> RunningPage.start(), RunningPage.class);
    }
}
