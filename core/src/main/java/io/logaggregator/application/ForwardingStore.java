package io.logaggregator.application;

/** A store that does what another one does: the base of decorators, which so survive new roles. */
public abstract class ForwardingStore implements Store {

    private final Store store;

    protected ForwardingStore(Store store) {
        this.store = store;
    }

    @Override
    public void migrate() {
        store.migrate();
    }

    @Override
    public IngestSession openIngestSession() {
        return store.openIngestSession();
    }

    @Override
    public LogSearch logs() {
        return store.logs();
    }

    @Override
    public MetricSearch metrics() {
        return store.metrics();
    }

    @Override
    public HostDirectory hosts() {
        return store.hosts();
    }

    @Override
    public RejectedMessages rejectedMessages() {
        return store.rejectedMessages();
    }

    @Override
    public Ledger ledger() {
        return store.ledger();
    }

    @Override
    public Upkeep upkeep() {
        return store.upkeep();
    }

    @Override
    public void check() {
        store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
