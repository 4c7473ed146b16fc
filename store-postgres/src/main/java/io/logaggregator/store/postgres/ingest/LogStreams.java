package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The dictionary of log streams: the host, texts and tags that many events share. Events refer to the row of their stream.
 *
 * <p>A stream gets a row once this session has seen {@value #EVENTS_BEFORE_ROW} of its events, up to {@value #MAX_STREAMS}
 * rows in all. Events of others are stored with their values, so no input fails and none fills the dictionary with values
 * that do not recur.
 *
 * <p>As in {@link SeriesIds}, rows are written in transactions of their own, in key order, before the one that stores the
 * events, and the cache belongs to the connection. The row of a stream has the last day on which it was used, so that
 * retention removes no stream that a session or an event refers to. Not thread-safe.
 */
public final class LogStreams {

    static final int MAX_STREAMS = 50_000;
    static final int EVENTS_BEFORE_ROW = 8;

    private static final int MAX_CACHED = 100_000;
    private static final int MAX_CANDIDATES = 10_000;

    /** Of all texts of a stream: with up to three bytes each, they fit in an entry of the index. */
    private static final int MAX_CHARACTERS = 500;

    private static final int MAX_TAGS = 32;

    private static final int NONE = 0;

    private static final List<String> LEVEL_TAGS =
            Arrays.stream(Level.values()).map(level -> "level:" + level.name()).toList();

    private final Connection connection;
    private final RowLimit limit;
    private final Map<Key, Known> cache = new HashMap<>();
    private final Map<Key, Integer> candidates = new HashMap<>();

    LogStreams(Connection connection) {
        this.connection = connection;
        limit = new RowLimit(connection, "log_stream", MAX_STREAMS);
    }

    /** An event of a stream. */
    record Row(int streamId, LogEvent event) {}

    /** Events by how they are stored. */
    record Rows(List<Row> ofStreams, List<LogEvent> others) {}

    /** A row of the dictionary with the last day that it states, or the day on which it had no place for a stream. */
    private record Known(int id, long day) {}

    /** Finds or creates the streams of events. The connection is in no transaction before and after. */
    Rows resolve(List<LogEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return new Rows(List.of(), List.of());
        }
        List<Key> keys = new ArrayList<>(events.size());
        long day = Long.MIN_VALUE;
        for (LogEvent event : events) {
            day = Math.max(
                    day,
                    Math.max(
                            dayOf(event.observedAt().getEpochSecond()),
                            dayOf(event.receivedAt().getEpochSecond())));
            keys.add(new Key(event));
        }
        List<@Nullable Known> found = new ArrayList<>(events.size());
        Set<Key> wanted = new LinkedHashSet<>();
        for (Key key : keys) {
            Known known = cache.get(key);
            found.add(known);
            if (known == null ? isFrequent(key) : known.day < day) {
                wanted.add(key);
            }
        }
        if (!wanted.isEmpty()) {
            read(wanted, day);
            for (int index = 0; index < keys.size(); index++) {
                found.set(index, cache.get(keys.get(index)));
            }
        }
        return rows(events, found);
    }

    private static Rows rows(List<LogEvent> events, List<@Nullable Known> streams) {
        Rows rows = new Rows(new ArrayList<>(events.size()), new ArrayList<>());
        for (int index = 0; index < events.size(); index++) {
            Known known = streams.get(index);
            if (known == null || known.id == NONE) {
                rows.others.add(events.get(index));
            } else {
                rows.ofStreams.add(new Row(known.id, events.get(index)));
            }
        }
        return rows;
    }

    private boolean isFrequent(Key key) {
        if (candidates.size() >= MAX_CANDIDATES && !candidates.containsKey(key)) {
            candidates.clear();
        }
        return candidates.merge(key, 1, Integer::sum) >= EVENTS_BEFORE_ROW;
    }

    /** Caches the rows of these streams, which then state at least this day. */
    private void read(Set<Key> wanted, long day) throws SQLException {
        if (cache.size() + wanted.size() > MAX_CACHED) {
            cache.clear();
        }
        wanted.forEach(candidates::remove);
        wanted.forEach(key -> cache.put(key, new Known(NONE, day)));
        List<Key> keys = wanted.stream().filter(Key::fitsInRow).toList();
        Map<Key, Known> found = find(keys);
        List<Key> missing = keys.stream().filter(key -> !found.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            List<Key> admitted = missing.subList(0, limit.admit(missing.size()));
            connection.commit();
            admitted.forEach(cache::remove); // unless inserted now, they exist next time
            Map<Key, Known> inserted = insert(admitted, day);
            limit.inserted(inserted.size());
            found.putAll(inserted);
        }
        Set<Integer> used =
                use(found.values().stream().filter(known -> known.day < day).toList(), day);
        found.forEach((key, known) -> {
            if (known.day >= day || used.contains(known.id)) {
                cache.put(key, new Known(known.id, Math.max(known.day, day)));
            } else {
                cache.remove(key); // removed at the same time
            }
        });
    }

    private Map<Key, Known> find(List<Key> keys) throws SQLException {
        Map<Key, Known> found = new HashMap<>();
        if (!keys.isEmpty()) {
            Sql.of("""
                    with wanted as materialized (?)
                    select number, id, used_on - date '1970-01-01' as day
                    from wanted join log_stream using (host, environment, application, component, tags, level_tag)
                    """, wanted(keys))
                    .list(
                            connection,
                            row -> found.put(
                                    keys.get(row.getInt("number") - 1),
                                    new Known(row.getInt("id"), row.getLong("day"))));
            connection.commit();
        }
        return found;
    }

    /** Returns the rows that this session has created; another session may create some at the same time. */
    private Map<Key, Known> insert(List<Key> keys, long day) throws SQLException {
        Map<Key, Known> inserted = new HashMap<>();
        if (!keys.isEmpty()) {
            Sql.of("""
                    with wanted as materialized (?), made as (
                        insert into log_stream (host, environment, application, component, tags, level_tag, used_on)
                        select host, environment, application, component, tags, level_tag, date '1970-01-01' + ?::integer
                        from wanted
                        order by host, environment, application, component, tags, level_tag
                        on conflict do nothing
                        returning *
                    )
                    select number, id
                    from wanted join made using (host, environment, application, component, tags, level_tag)
                    """, wanted(keys), day)
                    .list(
                            connection,
                            row -> inserted.put(keys.get(row.getInt("number") - 1), new Known(row.getInt("id"), day)));
            connection.commit();
        }
        return inserted;
    }

    private static Sql wanted(List<Key> keys) {
        return Sql.of(
                """
                select number, host, environment, application, component,
                       array(select tag from jsonb_array_elements_text(list::jsonb -> 'tags') with ordinality as each (tag, place)
                             order by place) as tags,
                       level_tag::smallint as level_tag
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::integer[]) with ordinality
                     as key (host, environment, application, component, list, level_tag, number)
                """,
                Columns.of(keys)
                        .text(key -> key.host)
                        .text(key -> key.environment)
                        .text(key -> key.application)
                        .text(key -> key.component)
                        .text(key -> JsonText.of(Map.of("tags", key.storedTags())))
                        .integer(key -> key.levelTag)
                        .arrays());
    }

    /** Records the day of use. Returns the ids of rows that still exist. */
    private Set<Integer> use(List<Known> streams, long day) throws SQLException {
        if (streams.isEmpty()) {
            return Set.of();
        }
        List<Integer> used = Sql.of("""
                with used as materialized (
                    select id from log_stream where id = any (?) order by id for update
                )
                update log_stream set used_on = greatest(used_on, date '1970-01-01' + ?::integer)
                from used where log_stream.id = used.id
                returning log_stream.id
                """, streams.stream().mapToInt(Known::id).toArray(), day)
                .list(connection, row -> row.getInt("id"));
        connection.commit();
        return Set.copyOf(used);
    }

    private static long dayOf(long epochSecond) {
        return Math.floorDiv(epochSecond, 86_400);
    }

    /**
     * Removes streams that no event refers to: each event is of a day not after the last use of its stream. Sessions in
     * the middle of a batch may still refer to streams of the day before.
     *
     * @param oldest the first day of the table of log events
     */
    public static int deleteUnused(LocalDate oldest, Connection connection) throws SQLException {
        return Sql.of("""
                delete from log_stream
                where used_on < least(date '1970-01-01' + ?::integer,
                                      (select min(observed_at at time zone 'UTC')::date from log_event_default)) - 2
                """, oldest.toEpochDay()).update(connection);
    }

    /** The values that the events of a stream share. */
    private static final class Key {

        private final String host;
        private final String environment;
        private final String application;
        private final String component;
        private final List<String> tags; // with the tag of the level, which differs between events
        private final int levelTag; // position of that tag, from 1; 0 without
        private final int hash;

        private Key(LogEvent event) {
            host = event.host();
            environment = event.text(Text.ENVIRONMENT);
            application = event.text(Text.APPLICATION);
            component = event.text(Text.COMPONENT);
            tags = event.tags();
            String tagOfLevel = LEVEL_TAGS.get(event.level().ordinal());
            int texts = 31 * (31 * (31 * host.hashCode() + environment.hashCode()) + application.hashCode())
                    + component.hashCode();
            int position = 0;
            for (int index = 0; index < tags.size(); index++) {
                String tag = tags.get(index);
                if (position == 0 && tag.equals(tagOfLevel)) {
                    position = index + 1;
                } else {
                    texts = 31 * texts + tag.hashCode();
                }
            }
            levelTag = position;
            hash = 31 * texts + position;
        }

        List<String> storedTags() {
            return IntStream.range(0, tags.size())
                    .filter(index -> index != levelTag - 1)
                    .mapToObj(tags::get)
                    .toList();
        }

        boolean fitsInRow() {
            List<String> texts = Stream.concat(Stream.of(host, environment, application, component), tags.stream())
                    .toList();
            return tags.size() <= MAX_TAGS
                    && texts.stream().mapToInt(String::length).sum() <= MAX_CHARACTERS
                    && texts.stream().allMatch(text -> StorableText.of(text).equals(text));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && levelTag == key.levelTag
                    && host.equals(key.host)
                    && environment.equals(key.environment)
                    && application.equals(key.application)
                    && component.equals(key.component)
                    && hasSameTags(key.tags);
        }

        private boolean hasSameTags(List<String> others) {
            if (tags.size() != others.size()) {
                return false;
            }
            for (int index = 0; index < tags.size(); index++) {
                if (index != levelTag - 1 && !tags.get(index).equals(others.get(index))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
