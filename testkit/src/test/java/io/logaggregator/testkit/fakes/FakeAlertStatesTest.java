package io.logaggregator.testkit.fakes;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.contract.AlertStoreContract;
import java.util.List;
import java.util.function.Function;

class FakeAlertStatesTest extends AlertStoreContract {

    private final FakeAlertStates states = new FakeAlertStates();

    @Override
    protected <T> T transaction(Function<AlertStateStore, T> work) {
        return work.apply(states);
    }

    @Override
    protected void put(AlertRule rule) {
        states.put(rule);
    }

    @Override
    protected void store(List<MetricSample> samples) {
        states.store(samples);
    }
}
