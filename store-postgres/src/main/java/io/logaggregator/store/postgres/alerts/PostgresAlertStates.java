package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;

/** Alert states on a connection in a transaction. Not thread-safe. */
public final class PostgresAlertStates implements AlertStateStore {

    /** Held shared by evaluations and exclusively by edits of rules. */
    private static final long RULES_LOCK = 0x6C6F_6761_6C72_7402L; // "logalrt", 2

    private static final int MIN_SUBJECTS_TO_LIST_RULE = 1_000;

    private final Connection connection;
    private final Function<SQLException, AggregatorException> translation;
    private final AlertStateTable states;
    private final LogWindowTable windows;
    private final StoredSamples samples;

    /** States for a transaction that writes. */
    public PostgresAlertStates(Connection connection) {
        this(connection, SqlErrors::whileWriting);
    }

    /** @param translation of failures */
    PostgresAlertStates(Connection connection, Function<SQLException, AggregatorException> translation) {
        this.connection = connection;
        this.translation = translation;
        states = new AlertStateTable(connection);
        windows = new LogWindowTable(connection);
        samples = new StoredSamples(connection);
    }

    private <T> T translated(Statements<T> statements) {
        try {
            return statements.run();
        } catch (SQLException failure) {
            throw translation.apply(failure);
        }
    }

    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }

    /** Waits for running evaluations, and excludes others until the end of the transaction. */
    static void lockForEdit(Connection connection) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", RULES_LOCK).list(connection, row -> true);
    }

    /** The version is read after the lock is granted: a statement sees what was committed at its begin. */
    @Override
    public long lockRules() {
        return translated(() -> {
            Sql.of("select pg_advisory_xact_lock_shared(?)", RULES_LOCK).list(connection, row -> true);
            return Sql.of("select version from configuration")
                    .list(connection, row -> row.getLong("version"))
                    .getFirst();
        });
    }

    @Override
    public TrackedHosts trackedHosts(int max) {
        return translated(() -> states.hosts(max));
    }

    @Override
    public Map<String, String> environments(Set<String> hosts) {
        Map<String, String> environments = new HashMap<>();
        translated(() -> Sql.of(
                        "select name, environment from host where environment is not null and name = any (?)",
                        (Object) hosts.toArray(String[]::new))
                .list(connection, row -> environments.put(row.getString("name"), row.getString("environment"))));
        return environments;
    }

    @Override
    public List<Optional<Point>> previousSamples(List<SeriesSample> wanted) {
        return translated(() -> samples.previous(wanted));
    }

    @Override
    public List<LastSeen> lastSeen(QuietRequest request) {
        return translated(() -> switch (request.of()) {
            case HOST -> quietHosts(request);
            case GROUP -> quietGroup(request);
        });
    }

    /** The states with an open or suppressed alert: the others say nothing. */
    private static Sql tracked(UUID ruleId) {
        return Sql.of("""
                select lower(labels ->> 'host') as name, appended_at as seen_at, due_at from alert_state
                where rule_id = ? and (alert_id is not null or suppressed is not null)""", ruleId);
    }

    /** Hosts that were silent already when the rule began to expect them are left out. */
    private List<LastSeen> quietHosts(QuietRequest request) throws SQLException {
        return Sql.of(
                        """
                        with tracked as materialized (?), quiet as (
                            select lower(name) as name from host
                            where appended_at <= ? and appended_at > ? and appended_at > ? and lower(name) like lower(?)
                              and lower(name) not in (select name from tracked)
                        ), changing as (
                            select name from tracked where coalesce(due_at, '-infinity') <= ?
                            union
                            select tracked.name from tracked join host on lower(host.name) = tracked.name
                            where host.appended_at > coalesce(seen_at, '-infinity')
                        )
                        select name, appended_at from (
                            select distinct on (lower(name)) name, appended_at from host
                            where appended_at is not null
                              and lower(name) in (select name from quiet union all select name from changing)
                            order by lower(name), appended_at desc, name
                        ) as newest
                        where appended_at <= ? or lower(name) in (select name from changing)
                        order by appended_at
                        limit ?
                        """,
                        tracked(request.ruleId()),
                        Timestamps.of(request.quietSince()),
                        Timestamps.of(request.forgottenBefore()),
                        baseline(request.ruleId()),
                        like(request.host()),
                        Timestamps.of(request.now()),
                        Timestamps.of(request.quietSince()),
                        request.limit())
                .list(
                        connection,
                        row -> new LastSeen(Optional.of(row.getString("name")), Timestamps.read(row, "appended_at")));
    }

    /** All matching hosts as one subject. */
    private List<LastSeen> quietGroup(QuietRequest request) throws SQLException {
        return Sql.of(
                        """
                        with tracked as materialized (?)
                        select appended_at from (
                            select appended_at from host where lower(name) like lower(?)
                            order by appended_at desc nulls last limit 1
                        ) as newest
                        where appended_at > coalesce((select seen_at from tracked), '-infinity')
                          and exists (select from tracked)
                           or appended_at is not null
                              and exists (select from tracked where coalesce(due_at, '-infinity') <= ?)
                           or not exists (select from tracked)
                              and appended_at > ? and appended_at > ? and appended_at <= ?
                        """,
                        tracked(request.ruleId()),
                        like(request.host()),
                        Timestamps.of(request.now()),
                        baseline(request.ruleId()),
                        Timestamps.of(request.forgottenBefore()),
                        Timestamps.of(request.quietSince()))
                .list(connection, row -> new LastSeen(Optional.empty(), Timestamps.read(row, "appended_at")));
    }

    /**
     * Counts the hosts without alert that sent nothing since {@code baseline}, and are not forgotten; a group counts as one.
     */
    int silentHosts(UUID ruleId, NoData.Of of, Glob host, Instant baseline, Instant forgottenBefore)
            throws SQLException {
        Sql seen = switch (of) {
            case HOST -> Sql.of("""
                                select max(appended_at) as appended_at from host
                                where lower(name) like lower(?) and lower(name) not in (select name from (?) as tracked)
                                group by lower(name)""", like(host), tracked(ruleId));
            case GROUP -> Sql.of("""
                                select max(appended_at) as appended_at from host
                                where lower(name) like lower(?)
                                  and not exists (?)""", like(host), tracked(ruleId));
        };
        return Sql.of(
                        "select count(*) from (?) as seen where appended_at <= ? and appended_at > ?",
                        seen,
                        Timestamps.of(baseline),
                        Timestamps.of(forgottenBefore))
                .first(connection, row -> row.getInt(1))
                .orElseThrow();
    }

    private static Sql baseline(UUID ruleId) {
        return Sql.of("coalesce((select no_data_baseline from alert_rule where id = ?), '-infinity')", ruleId);
    }

    private static String like(Glob host) {
        return LikePattern.of(TextPattern.of(host));
    }

    @Override
    public List<StoredState> load(StateRequest request) {
        return translated(
                () -> request instanceof StateRequest.OfSubjects subjects ? load(subjects) : states.list(request));
    }

    private List<StoredState> load(StateRequest.OfSubjects request) throws SQLException {
        Map<UUID, Wanted> wanted = new HashMap<>();
        request.wanted().forEach(one -> wanted.put(one.subject().fingerprint(), one));
        Set<UUID> fingerprints = existing(request.wanted());
        List<AlertSubject> missing = request.missing(fingerprints);
        states.insert(missing);
        missing.forEach(subject -> fingerprints.add(subject.fingerprint()));
        List<StoredState> locked = states.lock(fingerprints, fingerprint -> subject(wanted, fingerprint));
        requireAll(request.wanted(), fingerprints, locked);
        return samples.withOccupied(locked, wanted);
    }

    private static AlertSubject subject(Map<UUID, Wanted> wanted, UUID fingerprint) {
        Wanted one = wanted.get(fingerprint);
        if (one == null) {
            throw new IllegalArgumentException("fingerprint: " + fingerprint + " (expected: one that is wanted)");
        }
        return one.subject();
    }

    /** Returns the fingerprints with a row. For a rule with very many subjects, listing all its states is cheaper. */
    private Set<UUID> existing(List<Wanted> wanted) throws SQLException {
        Map<UUID, List<UUID>> byRule = new HashMap<>();
        for (Wanted one : wanted) {
            byRule.computeIfAbsent(one.subject().ruleId(), id -> new ArrayList<>())
                    .add(one.subject().fingerprint());
        }
        Set<UUID> existing = new HashSet<>();
        List<UUID> lookedUp = new ArrayList<>();
        for (Map.Entry<UUID, List<UUID>> ofRule : byRule.entrySet()) {
            List<UUID> fingerprints = ofRule.getValue();
            Optional<Set<UUID>> all = fingerprints.size() < MIN_SUBJECTS_TO_LIST_RULE
                    ? Optional.empty()
                    : states.existingOf(ofRule.getKey(), fingerprints.size());
            if (all.isEmpty()) {
                lookedUp.addAll(fingerprints);
            } else {
                fingerprints.stream().filter(all.get()::contains).forEach(existing::add);
            }
        }
        existing.addAll(states.existing(lookedUp));
        return existing;
    }

    /** An inactive row can be removed between two statements; the retry inserts it again. */
    private static void requireAll(List<Wanted> wanted, Set<UUID> expected, List<StoredState> locked) {
        Set<UUID> found = new HashSet<>();
        locked.forEach(stored -> found.add(stored.subject().fingerprint()));
        for (Wanted one : wanted) {
            UUID fingerprint = one.subject().fingerprint();
            if (one.create() && expected.contains(fingerprint) && !found.contains(fingerprint)) {
                throw new StoreUnavailableException(
                        "alert state removed concurrently: fingerprint=" + fingerprint, null);
            }
        }
    }

    @Override
    public LockedWindows lockWindows(SortedMap<UUID, Long> known) {
        return translated(() -> {
            windows.lock(known.keySet());
            return new LockedWindows(windows.changes(known), states.fingerprints(known.keySet()));
        });
    }

    @Override
    public List<UUID> rulesToCompact() {
        return translated(windows::rulesToCompact);
    }

    @Override
    public List<UUID> rulesWithWindows() {
        return translated(windows::rules);
    }

    @Override
    public void save(AlertChanges changes) {
        translated(() -> {
            states.write(changes.states());
            new AlertJournal(connection).write(changes.transitions());
            new AlertTable(connection).describe(changes.external());
            states.delete(changes.ended());
            new AlertEvidence(connection).write(changes.evidence());
            windows.append(changes.windows());
            RuleNotices.record(connection, changes.notices());
            return true;
        });
    }
}
