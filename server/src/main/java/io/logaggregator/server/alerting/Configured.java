package io.logaggregator.server.alerting;

import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import java.util.List;
import java.util.UUID;

/**
 * Rules or channels, as far as {@link Provisioning} needs to know them.
 *
 * @param <D> as people write them
 */
interface Configured<D> {

    /** As it is called in the log. */
    String kind();

    String nameOf(D definition);

    List<Present> present();

    /**
     * Adds one that is provisioned.
     *
     * @throws DuplicateNameException when another has the name, or the id
     */
    void create(UUID id, D definition);

    void update(UUID id, D definition);

    void delete(UUID id);

    /** One that is there. */
    record Present(UUID id, Origin origin, String name) {}
}
