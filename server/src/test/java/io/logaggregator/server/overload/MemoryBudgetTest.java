package io.logaggregator.server.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MemoryBudget budget = new MemoryBudget("uploads", 100, registry);

    @Test
    void add_beyondTheLimit_isRejectedAndCounted() {
        budget.open("a").add(40);
        budget.open("b").add(40);
        Reservation third = budget.open("c");

        assertThatThrownBy(() -> third.add(21)).isInstanceOf(OverloadedException.class);

        third.add(20);
        assertThat(metric("aggregator.memory.used")).isEqualTo(100);
        assertThat(metric("aggregator.memory.limit")).isEqualTo(100);
        assertThat(registry.get("aggregator.overload.rejections")
                        .tag("limit", "uploads")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void client_mayUseHalfWithSeveralRequests() {
        budget.open("a").add(40);
        Reservation second = budget.open("a");

        assertThat(second.tryAdd(10)).isTrue();
        assertThat(second.tryAdd(1)).isFalse();
        assertThat(budget.open("b").tryAdd(50)).isTrue();
    }

    @Test
    void singleRequest_mayUseAll() {
        budget.open("a").add(10);

        assertThat(budget.open("b").tryAdd(90)).isTrue();
    }

    @Test
    void onlyRequest_mayExceedTheLimit() {
        Reservation only = budget.open("a");
        only.add(60);

        assertThat(only.tryAdd(60)).isTrue();
        assertThat(budget.open("b").tryAdd(1)).isFalse();
    }

    @Test
    void close_releasesAllBytes() {
        Reservation first = budget.open("a");
        first.add(100);
        first.remove(30);
        first.close();
        first.close();

        assertThat(budget.used()).isZero();
        assertThat(budget.open("a").tryAdd(100)).isTrue();
    }

    private double metric(String name) {
        return registry.get(name).tag("kind", "uploads").gauge().value();
    }
}
