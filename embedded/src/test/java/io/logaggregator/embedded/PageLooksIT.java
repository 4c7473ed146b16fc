package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accessibility, layout and browser errors of every page, in both themes, on a desktop and on a phone. */
@Tag("browser")
@ExtendWith(SharedPage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageLooksIT {

    private static final List<String> VIEWS = List.of(
            "logs?from=-3h&query=plum",
            "hosts",
            "host?name=%HOST%",
            "alerts?status=ALL",
            "trends?from=-3h",
            "rules",
            "rule",
            "keys",
            "rejected",
            "health");

    private static final Path SCREENSHOTS = Path.of("target/pictures");

    private final RunningPage page;
    private final String axe;

    PageLooksIT(RunningPage page) throws IOException {
        this.page = page;
        try (InputStream script = Objects.requireNonNull(PageLooksIT.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> levels = List.of("INFO", "WARN", "ERROR", "DEBUG", "FATAL", "TRACE");
        page.send(
                IntStream.range(0, 100)
                        .mapToObj(number -> PageLogsIT.event(
                                Instant.now().minusSeconds(60L * number),
                                "orchard",
                                levels.get(number % levels.size()),
                                "plum " + number))
                        .toList(),
                "plum");
    }

    @ParameterizedTest
    @CsvSource({"DARK, 1440, 900", "LIGHT, 1440, 900", "DARK, 390, 844", "LIGHT, 390, 844", "LIGHT, 720, 450"})
    void pages_areAccessibleAndFit(ColorScheme theme, int width, int height) {
        Page window = page.signIn(page.open("logs", theme, new ViewportSize(width, height)));
        String host = page.get("hosts").get("items").get(0).get("name").asString();

        for (String view : VIEWS) {
            window.navigate(page.address(view.replace("%HOST%", host)));
            window.waitForLoadState(LoadState.NETWORKIDLE);
            String name = view.replaceAll("\\?.*", "");
            window.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(name + "-" + theme + "-" + width + ".png")));

            assertThat(violations(window)).as(view).isEmpty();
            assertThat((Boolean) window.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s fits the width of %d", view, width)
                    .isTrue();
        }
    }

    /** Serious and critical violations of WCAG 2.2, found by axe. */
    @SuppressWarnings("unchecked")
    private List<String> violations(Page window) {
        window.evaluate(axe);
        return (List<String>) window.evaluate("""
                async () => (await axe.run()).violations
                    .filter(({ impact }) => ["serious", "critical"].includes(impact))
                    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(" | ")}`)
                """);
    }
}
