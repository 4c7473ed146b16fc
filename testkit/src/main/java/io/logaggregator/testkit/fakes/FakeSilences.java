package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** In-memory silences. Thread-safe. */
public final class FakeSilences implements Silences {

    private final Map<UUID, Silence> silences = new LinkedHashMap<>();

    public synchronized void clear() {
        silences.clear();
    }

    @Override
    public synchronized List<Silence> list() {
        return silences.values().stream()
                .sorted(Comparator.comparing(Silence::endsAt).reversed())
                .toList();
    }

    @Override
    public synchronized Optional<Silence> find(UUID id) {
        return Optional.ofNullable(silences.get(id));
    }

    @Override
    public synchronized Silence create(Silence silence, Actor actor, Instant now) {
        if (silences.containsKey(silence.id())) {
            throw new DuplicateNameException("silence", silence.id().toString());
        }
        if (silences.values().stream()
                        .filter(other -> other.endsAt().isAfter(now))
                        .count()
                >= MAX_COUNT) {
            throw new CountLimitException("silence", MAX_COUNT);
        }
        silences.put(silence.id(), silence);
        return silence;
    }

    @Override
    public synchronized Optional<Silence> update(Silence silence, Actor actor, Instant now) {
        return Optional.ofNullable(silences.replace(silence.id(), silence)).map(_ -> silence);
    }
}
