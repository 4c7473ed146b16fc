package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTest {

    @Test
    void nestedSql_insertsItsValuesInOrder() {
        Sql sql = Sql.of("a = ? and ? and d = ?", 1, Sql.of("b = ? or c = ?", 2, 3), 4);

        assertThat(sql.text()).isEqualTo("a = ? and b = ? or c = ? and d = ?");
        assertThat(sql.values()).isEqualTo(List.of(1, 2, 3, 4));
    }

    @Test
    void quotedPlaceholders_areText() {
        assertThat(Sql.of("'$[*] ? (@ > 1)' = ?", "value").values()).isEqualTo(List.of("value"));
    }

    @Test
    void joined_parenthesizesParts() {
        assertThat(Sql.joined("and", List.of(Sql.of("a or b"), Sql.of("c"))).text())
                .isEqualTo("(a or b) and (c)");
    }

    @Test
    void surplusValues_areRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sql.of("a = ?", 1, 2))
                .withMessageContaining("a = ?");
    }
}
