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

/** Contrast and distance of the page's colours, also for colour-blind viewers. */
class PaletteTest {

    private static final List<String> LEVELS = List.of("fatal", "error", "warn", "info", "debug", "trace");
    private static final List<String> SERIES = List.of("series-1", "series-2", "series-3", "series-4");

    /** The minimum contrast of text in WCAG 2.2. */
    private static final double MIN_TEXT_CONTRAST = 4.5;

    /** The minimum contrast of graphics in WCAG 2.2. */
    private static final double MIN_GRAPHICS_CONTRAST = 3;

    /** The minimum distance of levels, which is visible at the size of a bar. */
    private static final double MIN_LEVEL_DISTANCE = 12;

    /** The minimum distance of lines, which also differ by their dashes. */
    private static final double MIN_LINE_DISTANCE = 7;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void text_hasContrastOnEveryBackground(String theme) {
        Theme colours = Theme.named(theme);

        for (String background : List.of("surface", "background", "raised")) {
            for (String text : List.of("text", "muted", "accent", "danger")) {
                assertContrast(colours, text, background, MIN_TEXT_CONTRAST);
            }
            LEVELS.forEach(level -> assertContrast(colours, level + "-text", background, MIN_TEXT_CONTRAST));
        }
        for (String text : List.of("text", "accent", "muted")) {
            assertContrast(colours, text, "accent-soft", MIN_TEXT_CONTRAST);
        }
        assertContrast(colours, "on-accent", "accent", MIN_TEXT_CONTRAST);
        assertContrast(colours, "on-accent", "danger", MIN_TEXT_CONTRAST);
        assertContrast(colours, "text", "danger-soft", MIN_TEXT_CONTRAST);
        assertContrast(colours, "text", "warn-soft", MIN_TEXT_CONTRAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void graphics_haveContrastOnTheSurface(String theme) {
        Theme colours = Theme.named(theme);

        SERIES.forEach(series -> assertContrast(colours, series, "surface", MIN_GRAPHICS_CONTRAST));
        for (String graphic : List.of("fatal", "error", "warn", "info", "debug", "threshold", "line-strong", "good")) {
            assertContrast(colours, graphic, "surface", MIN_GRAPHICS_CONTRAST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void levelsAndLines_areDistinguishable(String theme) {
        Theme colours = Theme.named(theme);

        assertApart(colours, LEVELS, MIN_LEVEL_DISTANCE);
        assertApart(colours, SERIES, MIN_LINE_DISTANCE);
    }

    private static void assertContrast(Theme colours, String name, String background, double minimum) {
        assertThat(colours.colour(name).contrast(colours.colour(background)))
                .as("contrast of %s on %s", name, background)
                .isGreaterThanOrEqualTo(minimum);
    }

    private static void assertApart(Theme colours, List<String> names, double minimum) {
        for (Vision vision : Vision.ALL) {
            for (String one : names) {
                names.stream()
                        .filter(other -> other.compareTo(one) > 0)
                        .forEach(other -> assertThat(colours.colour(one).distance(colours.colour(other), vision))
                                .as("distance of %s and %s for %s", one, other, vision.viewers())
                                .isGreaterThanOrEqualTo(minimum));
            }
        }
    }

    /** The colours of a theme by name. */
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
