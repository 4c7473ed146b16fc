package io.logaggregator.server.parameter;

import java.util.Optional;
import java.util.UUID;

/** Ids as callers write them. */
public final class Ids {

    public static final String EXPECTED = "an id, for example 019ab0c1-0000-7000-8000-000000000001";

    private static final int LENGTH = 36;

    private Ids() {}

    /** Java alone would also take ids with parts missing. */
    public static Optional<UUID> find(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
