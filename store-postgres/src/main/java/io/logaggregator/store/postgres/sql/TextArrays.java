package io.logaggregator.store.postgres.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small JSON object of text, read as two arrays, so that no JSON is parsed here. */
public final class TextArrays {

    private TextArrays() {}

    public static SortedMap<String, String> zipped(ResultSet row, String names, String values) throws SQLException {
        String[] keys = (String[]) row.getArray(names).getArray();
        String[] texts = (String[]) row.getArray(values).getArray();
        SortedMap<String, String> zipped = new TreeMap<>();
        for (int index = 0; index < keys.length; index++) {
            zipped.put(keys[index], texts[index]);
        }
        return zipped;
    }
}
