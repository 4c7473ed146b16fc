package io.logaggregator.store.postgres.filters;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Queries of {@code message_filter}. Thread-safe. */
public final class MessageFilters {

    /** N-grams of a pattern that are tested. More exclude hardly more. */
    private static final int MAX_NGRAMS = 16;

    /** Share of the events beyond which PostgreSQL reads all of them faster than parts of them by the index. */
    private static final double MAX_SHARE = 0.1;

    /** Few enough to be read by the index in any case. */
    private static final int MIN_EVENTS = 10_000;

    /** Rounding of times, with some margin. */
    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Sql condition;

    private MessageFilters(Sql condition) {
        this.condition = condition;
    }

    /** Returns the filters of events that may satisfy a condition; empty if filters do not restrict it. */
    public static Optional<MessageFilters> of(LogCondition condition) {
        return restriction(condition).map(MessageFilters::new);
    }

    private static Optional<Sql> restriction(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> {
                List<Sql> restrictions = restrictions(conditions);
                yield restrictions.isEmpty() ? Optional.empty() : Optional.of(Sql.joined("and", restrictions));
            }
            case Or(var conditions) -> {
                List<Sql> restrictions = restrictions(conditions);
                boolean areAll = !conditions.isEmpty() && restrictions.size() == conditions.size();
                yield areAll ? Optional.of(Sql.joined("or", restrictions)) : Optional.empty();
            }
            case Matches(var field, var pattern) -> field == Standard.MESSAGE ? restriction(pattern) : Optional.empty();
            case Not _, AtLeast _, Between _, Exists _ -> Optional.empty();
        };
    }

    private static List<Sql> restrictions(List<LogCondition> conditions) {
        return conditions.stream()
                .map(MessageFilters::restriction)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Sql> restriction(TextPattern pattern) {
        Set<Integer> distinct = new LinkedHashSet<>();
        literals(pattern).forEach(literal -> NGrams.forEach(literal, distinct::add));
        if (distinct.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> numbers = List.copyOf(distinct);
        int tested = Math.min(numbers.size(), MAX_NGRAMS);
        List<Sql> bits = IntStream.range(0, tested)
                .mapToObj(index -> numbers.get(index * numbers.size() / tested))
                .flatMap(number -> IntStream.range(0, MessageFilter.BITS_PER_NGRAM)
                        .mapToObj(index -> isSet(MessageFilter.hash(number, index))))
                .toList();
        return Optional.of(Sql.joined("and", bits));
    }

    /** The bit that {@link MessageFilter} sets. */
    private static Sql isSet(long hash) {
        return Sql.of("get_bit(bits, (octet_length(bits) * ?::bigint) >> 32) = 1", hash * Byte.SIZE);
    }

    /** The texts between wildcards. */
    private static List<String> literals(TextPattern pattern) {
        List<String> literals = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (Part part : pattern.parts()) {
            if (part instanceof Part.Literal(var text)) {
                literal.append(text);
            } else {
                literals.add(literal.toString());
                literal.setLength(0);
            }
        }
        literals.add(literal.toString());
        return literals;
    }

    /**
     * Returns the parts of a time range that may have matching events, disjoint and in order; empty if these are too much of
     * it. An event that was committed before is in one of them, or does not match.
     */
    public Optional<List<IdRange>> ranges(Connection connection, Instant from, Instant to) throws SQLException {
        List<IdRange> ranges = new ArrayList<>();
        boolean few = Sql.of(
                        """
                        with filter as (
                            select first_millis, last_millis, events, bits is null or (?) as matching from message_filter
                            where observed_at >= ? and observed_at < ? and last_millis >= ? and first_millis <= ?
                        )
                        select lower(range.millis) as first_millis, upper(range.millis) - 1 as last_millis, few
                        from (
                            select range_agg(int8range(first_millis, last_millis, '[]')) filter (where matching) as millis,
                                   coalesce(sum(events) filter (where matching), 0)
                                       <= greatest(?, ? * coalesce(sum(events), 0)) as few
                            from filter) as summed
                            left join lateral unnest(summed.millis) as range (millis) on few
                        order by 1""",
                        condition,
                        Timestamps.of(Timestamps.storable(from).minus(TOLERANCE)),
                        Timestamps.of(Timestamps.storable(to)
                                .plusMillis(MessageFilter.MAX_SPAN_MILLIS)
                                .plus(TOLERANCE)),
                        from.toEpochMilli(),
                        to.toEpochMilli(),
                        MIN_EVENTS,
                        MAX_SHARE)
                .list(connection, row -> {
                    long first = row.getLong("first_millis");
                    if (!row.wasNull()) {
                        ranges.add(new IdRange(first, row.getLong("last_millis")));
                    }
                    return row.getBoolean("few");
                })
                .getFirst();
        return few ? Optional.of(ranges) : Optional.empty();
    }
}
