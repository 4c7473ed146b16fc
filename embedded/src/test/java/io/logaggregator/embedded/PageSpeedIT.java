package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** How light the page is, and how fast; prints what it measured. */
@Tag("browser")
@Tag("slow")
@ExtendWith(SharedPage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageSpeedIT {

    private static final long HEAVIEST_BYTES = 150_000;
    private static final int ROWS = 5_000;
    private static final double SLOWEST_MILLIS = 100;
    private static final int RUNS = 5;

    private final RunningPage page;

    PageSpeedIT(RunningPage page) {
        this.page = page;
    }

    @Test
    void thePageIsLight() {
        AtomicLong bytes = new AtomicLong();
        Page window = page.open("sign-in-first");
        window.onResponse(response -> bytes.addAndGet(bodyBytes(response)));
        window.navigate(page.address("logs"));
        page.signIn(window);
        assertThat(window.locator(".log-table, .state").first()).isVisible();

        System.out.printf("The page of logs without data: %,d bytes%n", bytes.get());
        assertThat(bytes.get()).isBetween(50_000L, HEAVIEST_BYTES);
    }

    private static long bodyBytes(Response response) {
        return response.url().contains("/api/") ? 0 : response.request().sizes().responseBodySize;
    }

    /** Median of a few runs, from when the data is set until it is painted. */
    @Test
    @SuppressWarnings("unchecked")
    void thousandsOfLinesAppearAtOnce() {
        Instant now = Instant.now();
        page.send(
                IntStream.range(0, 10)
                        .mapToObj(number -> PageLogsIT.line(now.minusSeconds(number), "fig-1", "WARN", "fig " + number))
                        .toList(),
                "fig");
        Page window = page.signedIn("logs?from=-3h&query=fig");
        assertThat(window.locator(".log-row:not(.head)")).hasCount(10);

        List<Double> millis = ((List<Number>) window.evaluate("""
                async ([rows, runs]) => {
                  const table = document.querySelector("la-log-table");
                  const line = table.lines[0];
                  const measured = [];
                  for (let run = 0; run < runs; run++) {
                    const lines = Array.from({ length: rows }, (_, index) => ({ ...line, id: `${run}-${index}` }));
                    const start = performance.now();
                    table.lines = lines;
                    await table.updateComplete;
                    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
                    measured.push(performance.now() - start);
                  }
                  return measured;
                }""", List.of(ROWS, RUNS)))
                .stream().map(Number::doubleValue).sorted().toList();

        System.out.printf("%,d lines from their data to the screen: %.0f ms%n", ROWS, millis.get(RUNS / 2));
        assertThat(millis.get(RUNS / 2)).isLessThan(SLOWEST_MILLIS);
        assertThat(window.locator(".log-table")).hasAttribute("aria-rowcount", "" + (ROWS + 1));
    }
}
