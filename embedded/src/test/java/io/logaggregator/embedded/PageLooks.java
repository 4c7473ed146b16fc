package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accessibility, layout and browser errors of every page, in both themes. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageLooks {

    private static final List<String> VIEWS = List.of(
            "logs?from=-3h&query=plum",
            "hosts",
            "host?name=%HOST%",
            "alerts?status=ALL",
            "trends?from=-3h",
            "rules",
            "rule",
            "channels",
            "channel",
            "silences",
            "silence?matcher=host%3Dorchard",
            "sources",
            "keys",
            "audit",
            "rejected",
            "health");

    /** Two desktops, a tablet, a phone, and a desktop at 200 % zoom. */
    private static final List<ViewportSize> SIZES = List.of(
            new ViewportSize(1440, 900),
            new ViewportSize(1920, 1080),
            new ViewportSize(768, 1024),
            new ViewportSize(390, 844),
            new ViewportSize(720, 450));

    /** Counts requests whose responses have not been read. */
    private static final String COUNT_PENDING = """
            window.pending = 0;
            for (const [owner, name] of [[window, "fetch"], [Response.prototype, "json"], [Response.prototype, "text"]]) {
              const original = owner[name];
              owner[name] = function (...parameters) {
                window.pending++;
                return original.apply(this, parameters).finally(() => window.pending--);
              };
            }""";

    private static final String IS_LOADED =
            "document.querySelector('#main > *') !== null && window.pending === 0 && !document.querySelector('.skeleton')";

    private static final String FITS = "document.documentElement.scrollWidth <= innerWidth";

    private static final Path SCREENSHOTS = Path.of("target/pictures");

    private final RunningPage page;
    private final String axe;

    PageLooks(RunningPage page) throws IOException {
        this.page = page;
        try (InputStream script = Objects.requireNonNull(PageLooks.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> levels = List.of("INFO", "WARN", "ERROR", "DEBUG", "FATAL", "TRACE");
        page.send(
                IntStream.range(0, 100)
                        .mapToObj(number -> PageLogs.event(
                                Instant.now().minusSeconds(60L * number),
                                "orchard",
                                levels.get(number % levels.size()),
                                "plum " + number))
                        .toList(),
                "plum");
    }

    /** Checks contrast and names in both themes, each at another width, and the layout at all widths. */
    @ParameterizedTest
    @CsvSource({"DARK, 1440, 900", "LIGHT, 390, 844"})
    void pages_areAccessibleAndFit(ColorScheme theme, int width, int height) {
        Page window = page.open("logs", theme, new ViewportSize(width, height));
        window.addInitScript(COUNT_PENDING);
        page.signIn(window);
        String host = page.get("hosts").get("items").get(0).get("name").asString();

        for (String view : VIEWS) {
            window.setViewportSize(width, height);
            window.navigate(page.address(view.replace("%HOST%", host)));
            window.waitForCondition(() -> (boolean) window.evaluate(IS_LOADED));
            String name = view.replaceAll("\\?.*", "");
            window.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve(name + "-" + theme + "-" + width + ".png")));

            assertThat(violations(window)).as(view).isEmpty();
            for (ViewportSize size : SIZES) {
                window.setViewportSize(size.width, size.height);
                window.waitForCondition(() -> (boolean) window.evaluate(FITS));
            }
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
