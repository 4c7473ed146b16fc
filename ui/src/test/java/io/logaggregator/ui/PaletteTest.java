package io.logaggregator.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.ui.Colour.Vision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everybody can read it, and tell one level from another, whatever colours he sees. */
class PaletteTest {

    private static final List<String> LEVELS = List.of("fatal", "error", "warn", "info", "debug", "trace");
    private static final List<String> SERIES = List.of("series-1", "series-2", "series-3", "series-4");

    /** The least that WCAG 2.2 asks of text, and of what else one has to see. */
    private static final double TEXT = 4.5;

    private static final double SIGN = 3;

    /** Less looks alike at the size of a bar. */
    private static final double APART = 12;

    /** Lines differ by their dashes as well. */
    private static final double LINES_APART = 7;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textStandsOutFromWhateverItStandsOn(String theme) {
        Theme colours = Theme.named(theme);

        for (String ground : List.of("surface", "background", "raised")) {
            for (String text : List.of("text", "muted", "accent", "danger")) {
                assertContrast(colours, text, ground, TEXT);
            }
            LEVELS.forEach(level -> assertContrast(colours, level + "-text", ground, TEXT));
        }
        for (String text : List.of("text", "accent", "muted")) {
            assertContrast(colours, text, "accent-soft", TEXT);
        }
        assertContrast(colours, "on-accent", "accent", TEXT);
        assertContrast(colours, "on-accent", "danger", TEXT);
        assertContrast(colours, "text", "danger-soft", TEXT);
        assertContrast(colours, "text", "warn-soft", TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void signsStandOutFromTheSurface(String theme) {
        Theme colours = Theme.named(theme);

        SERIES.forEach(series -> assertContrast(colours, series, "surface", SIGN));
        for (String sign : List.of("fatal", "error", "warn", "info", "debug", "threshold", "line-strong", "good")) {
            assertContrast(colours, sign, "surface", SIGN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noTwoLevelsOrLinesLookAlike(String theme) {
        Theme colours = Theme.named(theme);

        assertApart(colours, LEVELS, APART);
        assertApart(colours, SERIES, LINES_APART);
    }

    private static void assertContrast(Theme colours, String name, String ground, double least) {
        assertThat(colours.colour(name).contrast(colours.colour(ground)))
                .as("contrast of %s on %s", name, ground)
                .isGreaterThanOrEqualTo(least);
    }

    private static void assertApart(Theme colours, List<String> names, double least) {
        for (Vision vision : Vision.ALL) {
            for (String one : names) {
                names.stream()
                        .filter(other -> other.compareTo(one) > 0)
                        .forEach(other -> assertThat(colours.colour(one).distance(colours.colour(other), vision))
                                .as("distance of %s and %s for %s", one, other, vision.of())
                                .isGreaterThanOrEqualTo(least));
            }
        }
    }

    /** The colours of a theme by their names. */
    private record Theme(Map<String, Colour> colours) {

        private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]+);");

        static Theme named(String name) {
            String block = Pattern.compile("\\[data-theme=\"" + name + "\"] \\{(.*?)\\n}", Pattern.DOTALL)
                    .matcher(PageFile.named("app/style/tokens.css").text())
                    .results()
                    .map(result -> result.group(1))
                    .findFirst()
                    .orElseThrow();
            Map<String, Colour> colours = new HashMap<>();
            TOKEN.matcher(block).results().forEach(token -> colours.put(token.group(1), Colour.of(token.group(2))));
            return new Theme(colours);
        }

        Colour colour(String name) {
            return Optional.ofNullable(colours.get(name)).orElseThrow(() -> new AssertionError("no colour " + name));
        }
    }
}
