package io.logaggregator.testkit.fakes;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** In-memory mute intervals or inhibitions. Thread-safe. */
public final class FakeNamedDefinitions<T> implements NamedDefinitions<T> {

    private final Map<UUID, T> definitions = new LinkedHashMap<>();
    private final String kind;
    private final Function<T, UUID> id;
    private final Function<T, String> name;

    private FakeNamedDefinitions(String kind, Function<T, UUID> id, Function<T, String> name) {
        this.kind = kind;
        this.id = id;
        this.name = name;
    }

    public static FakeNamedDefinitions<MuteInterval> intervals() {
        return new FakeNamedDefinitions<>("mute interval", MuteInterval::id, MuteInterval::name);
    }

    public static FakeNamedDefinitions<Inhibition> inhibitions() {
        return new FakeNamedDefinitions<>("inhibition", Inhibition::id, Inhibition::name);
    }

    public synchronized void clear() {
        definitions.clear();
    }

    @Override
    public synchronized List<T> list() {
        return definitions.values().stream().sorted(Comparator.comparing(name)).toList();
    }

    @Override
    public synchronized Optional<T> find(UUID wanted) {
        return Optional.ofNullable(definitions.get(wanted));
    }

    @Override
    public synchronized T create(T definition, Actor actor, Instant now) {
        if (definitions.size() >= MAX_COUNT) {
            throw new CountLimitException(kind, MAX_COUNT);
        }
        return put(definition);
    }

    @Override
    public synchronized Optional<T> update(T definition, Actor actor, Instant now) {
        return find(id.apply(definition)).map(_ -> put(definition));
    }

    private T put(T definition) {
        boolean isDuplicate = definitions.values().stream()
                .anyMatch(other -> name.apply(other).equals(name.apply(definition))
                        && !id.apply(other).equals(id.apply(definition)));
        if (isDuplicate) {
            throw new DuplicateNameException(kind, name.apply(definition));
        }
        definitions.put(id.apply(definition), definition);
        return definition;
    }

    @Override
    public synchronized boolean delete(UUID wanted, Actor actor, Instant now) {
        return definitions.remove(wanted) != null;
    }
}
