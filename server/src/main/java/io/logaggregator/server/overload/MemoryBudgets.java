package io.logaggregator.server.overload;

import io.logaggregator.server.settings.AggregatorSettings.MemorySettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** The memory budgets of this process, which are shares of its maximum heap. */
@Component
public final class MemoryBudgets {

    private final MemoryBudget uploads;
    private final MemoryBudget responses;
    private final MemoryBudget tails;

    MemoryBudgets(MemorySettings settings, MeterRegistry registry) {
        uploads = new MemoryBudget("uploads", share(settings.uploadPercent()), registry);
        responses = new MemoryBudget("responses", share(settings.responsePercent()), registry);
        tails = new MemoryBudget("tails", share(settings.tailPercent()) / 2, registry);
    }

    private static long share(int percent) {
        return Runtime.getRuntime().maxMemory() / 100 * percent;
    }

    /** Request bodies, from their first byte until the queue has stored their messages. */
    public MemoryBudget uploads() {
        return uploads;
    }

    /** Responses, until the client has read them. */
    public MemoryBudget responses() {
        return responses;
    }

    /** Events sent to clients of the live tail that catch up; as much is left for the buffers of all clients. */
    public MemoryBudget tails() {
        return tails;
    }
}
