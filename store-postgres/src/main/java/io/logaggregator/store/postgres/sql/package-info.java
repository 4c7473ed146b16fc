/**
 * Access to PostgreSQL: connections, migrations, statements with parameters, conversion of values, and translation of
 * errors. Depends on no other package of the store; start at {@link io.logaggregator.store.postgres.sql.Sql}.
 */
@NullMarked
package io.logaggregator.store.postgres.sql;

import org.jspecify.annotations.NullMarked;
