package io.logaggregator.store.postgres.logs;

import io.logaggregator.store.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The ways in which {@code a.b.c} may be meant, since a dot may part two names or belong to one: as the member {@code
 * "a.b.c"}, as members within members, and as these cut in two at any dot, such as {@code "service.name"} within {@code
 * "resource"}.
 */
public final class AttributePath {

    private static final int MOST_NAMES_TO_CUT = 8;

    private AttributePath() {}

    /** The {@code jsonb} at a path of the attributes, null where there is none. */
    public static Sql value(String path) {
        Object[] readings = readings(path).toArray();
        String each = "attributes #> ?::text[]";
        return Sql.of("coalesce(" + String.join(", ", Collections.nCopies(readings.length, each)) + ")", readings);
    }

    private static List<String[]> readings(String path) {
        String[] names = path.split("\\.", -1);
        List<String[]> readings = new ArrayList<>();
        readings.add(new String[] {path});
        if (names.length > 1) {
            readings.add(names);
        }
        if (names.length > 2 && names.length <= MOST_NAMES_TO_CUT) {
            for (int cut = 1; cut < names.length; cut++) {
                readings.add(new String[] {
                    String.join(".", Arrays.copyOfRange(names, 0, cut)),
                    String.join(".", Arrays.copyOfRange(names, cut, names.length))
                });
            }
        }
        return readings;
    }
}
