package io.logaggregator.store.postgres.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folding of n-grams against {@code lower} of PostgreSQL. */
class NGramsIT {

    private static final String[] CONTEXTS = {
        "I\u0307",
        "\u00CC",
        "\u00CDx",
        "J\u0303",
        "\u03A3 ",
        "a\u03A3",
        "\u0130",
        "\u0131",
        "\u212A",
        "\u212B",
        "\u1E9E",
        "\u01C5",
        "e\u0301",
        "\u00C9",
        "abc",
        "KELVIN",
        "\uD83D\uDE00",
        "\uD801\uDC00"
    };

    static List<String> collations() throws SQLException {
        try (Connection connection = TestStore.newDatabase().connect()) {
            return Sql.of("""
                            select quote_ident(collname) as name from pg_collation
                            where collencoding in (-1, pg_char_to_encoding('UTF8'))
                                  and (collname in ('default', 'C', 'ucs_basic', 'pg_c_utf8', 'pg_unicode_fast', 'unicode', 'und-x-icu')
                                       or collname ~ '^(tr|az|lt|el|nl|de|en)(_[A-Z]+)?([.]utf8|-x-icu)$')""").list(connection, row -> row.getString("name"));
        }
    }

    @ParameterizedTest
    @MethodSource("collations")
    void lowercase_hasSameFoldedText(String collation) throws SQLException {
        List<String> texts = new ArrayList<>(Stream.of(CONTEXTS).toList());
        for (int character = 1; character < 0x1_FFFF; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                texts.add(Character.toString(character));
            }
        }
        Random random = new Random(1);
        for (int number = 0; number < 5_000; number++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(6), 0, CONTEXTS.length).forEach(index -> text.append(CONTEXTS[index]));
            texts.add(text.toString());
        }
        List<String> lower;
        try (Connection connection = TestStore.newDatabase().connect()) {
            lower = Sql.of(
                            "select lower(text collate %s) as text from unnest(?) with ordinality as given (text, place) order by place"
                                    .formatted(collation),
                            (Object) texts.toArray(String[]::new))
                    .list(connection, row -> row.getString("text"));
        }

        List<String> different = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            if (!NGrams.folded(texts.get(index)).equals(NGrams.folded(lower.get(index)))) {
                different.add(texts.get(index) + " > " + lower.get(index));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void forEach_passesNGramsOfFoldedText() {
        assertThat(numbers("Érror 42")).isEqualTo(numbers("ERROR 42")).hasSize(5);
        assertThat(numbers("error 42")).containsAll(numbers("ror 4"));
        assertThat(numbers("err\uD83D\uDE00or 4")).isEqualTo(numbers("or 4"));
        assertThat(numbers("abc")).isEmpty();
    }

    private static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new HashSet<>();
        NGrams.forEach(text, numbers::add);
        return numbers;
    }
}
