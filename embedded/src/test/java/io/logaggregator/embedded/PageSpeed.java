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

/** Transferred bytes and rendered rows of the Logs page. Prints the measured values. */
@Tag("browser")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageSpeed {

    private static final long MAX_BYTES = 150_000;
    private static final int ROWS = 5_000;
    private static final int MAX_ROWS = 200;
    private static final int RUNS = 5;

    private final RunningPage page;

    PageSpeed(RunningPage page) {
        this.page = page;
    }

    @Test
    void firstLoad_staysBelowMaxBytes() {
        AtomicLong bytes = new AtomicLong();
        Page window = page.open("sign-in-first");
        window.onResponse(response -> bytes.addAndGet(bodyBytes(response)));
        window.navigate(page.address("logs"));
        page.signIn(window);
        assertThat(window.locator(".log-table, .state").first()).isVisible();

        System.out.printf("Logs page without data: %,d bytes%n", bytes.get());
        assertThat(bytes.get()).isBetween(50_000L, MAX_BYTES);
    }

    private static long bodyBytes(Response response) {
        return response.url().contains("/api/") ? 0 : response.request().sizes().responseBodySize;
    }

    /** Prints the median time from new data to the next paint. It is short because only visible rows are rendered. */
    @Test
    @SuppressWarnings("unchecked")
    void thousandsOfEvents_renderVisibleRowsOnly() {
        Instant now = Instant.now();
        page.send(
                IntStream.range(0, 10)
                        .mapToObj(number -> PageLogs.event(now.minusSeconds(number), "fig-1", "WARN", "fig " + number))
                        .toList(),
                "fig");
        Page window = page.signedIn("logs?from=-3h&query=fig&filter=application:shop");
        assertThat(window.locator(".log-row:not(.head)")).hasCount(10);

        List<Double> millis = ((List<Number>) window.evaluate("""
                async ([rows, runs]) => {
                  const table = document.querySelector("la-log-table");
                  const event = table.events[0];
                  const measured = [];
                  for (let run = 0; run < runs; run++) {
                    const events = Array.from({ length: rows }, (_, index) => ({ ...event, id: `${run}-${index}` }));
                    const start = performance.now();
                    table.events = events;
                    await table.updateComplete;
                    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
                    measured.push(performance.now() - start);
                  }
                  return measured;
                }""", List.of(ROWS, RUNS)))
                .stream().map(Number::doubleValue).sorted().toList();

        System.out.printf("%,d events from data to paint: %.0f ms%n", ROWS, millis.get(RUNS / 2));
        assertThat(window.locator(".log-table")).hasAttribute("aria-rowcount", "" + (ROWS + 1));
        assertThat(window.locator(".log-row").count()).isLessThan(MAX_ROWS);
    }
}
