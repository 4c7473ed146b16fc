package io.logaggregator.server.overload;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/** The memory reserved for a request, until it has ended. Not thread-safe. */
public final class RequestMemory implements AutoCloseable {

    private static final String ATTRIBUTE = RequestMemory.class.getName();

    private final MemoryBudget.Reservation upload;
    private final MemoryBudget.Reservation response;

    private RequestMemory(MemoryBudgets budgets, String client) {
        upload = budgets.uploads().open(client);
        response = budgets.responses().open(client);
    }

    /** Opens the reservations of a request; the caller closes them when it has ended. */
    public static RequestMemory open(ServletRequest request, MemoryBudgets budgets, String client) {
        RequestMemory memory = new RequestMemory(budgets, client);
        request.setAttribute(ATTRIBUTE, memory);
        return memory;
    }

    /** The reservations of a request; empty if it was rejected before they were opened, or has ended. */
    public static Optional<RequestMemory> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof RequestMemory memory ? Optional.of(memory) : Optional.empty();
    }

    /** The reservation of the body. */
    public MemoryBudget.Reservation upload() {
        return upload;
    }

    /** The reservation of the response. */
    public MemoryBudget.Reservation response() {
        return response;
    }

    @Override
    public void close() {
        upload.close();
        response.close();
    }
}
