package io.logaggregator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private final Differences differences = new Differences();

    @Test
    void compare_ignoresOrder() {
        differences.compare("numbers", List.of("1", "2", "2"), List.of("2", "1", "2"));

        assertThat(differences.sentences()).isEmpty();
    }

    @Test
    void compare_reportsMissingAndSurplusElements() {
        differences.compare("numbers", List.of("1", "2", "3"), List.of("1", "3", "3"));

        assertThat(differences.sentences()).containsExactly("numbers missing (1): 2", "numbers too many (1): 3");
    }

    @Test
    void reject_showsFirstFindings() {
        differences.reject("numbers", List.of("1", "2", "3", "4", "5", "6"));

        assertThat(differences.sentences()).containsExactly("numbers (6): 1; 2; 3; 4; 5; ...");
    }
}
