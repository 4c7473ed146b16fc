package io.logaggregator.embedded;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Live tail and export. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageTail {

    private static final int EVENTS_PER_SECOND = 500;
    private static final int SECONDS = 3;

    private static final String TOP_OF_ROW = """
            [...document.querySelectorAll(".log-row")].find((row) => row.textContent.includes("cherry 80"))?.getBoundingClientRect().top""";

    private final RunningPage page;

    PageTail(RunningPage page) {
        this.page = page;
    }

    @Test
    void liveTail_showsMatchesAndBuffersWhileScrolled() {
        page.send(events("cherry", 0, 100), "cherry");
        Page window = page.signedIn("logs?from=-15m&query=cherry");
        assertThat(rows(window).first()).containsText("cherry 99");
        button(window, "Live").click();
        assertThat(window.locator(".button.live")).isVisible();

        page.send(events("cherry", 100, 1), "\"cherry 100\"");
        assertThat(rows(window).first()).containsText("cherry 100");

        window.locator(".log-table").evaluate("table => table.scrollTop = 400");
        assertThat(rows(window).getByText("cherry 80")).isVisible();
        Object position = window.evaluate(TOP_OF_ROW);
        page.send(events("apple", 0, 3), "apple");
        page.send(events("cherry", 101, 3), "\"cherry 103\" OR \"cherry 102\" OR \"cherry 101\"");
        Locator pill = window.locator(".pill");
        assertThat(pill).containsText("3 new events");
        window.waitForCondition(() -> position.equals(window.evaluate(TOP_OF_ROW)));

        pill.click();
        assertThat(rows(window).first()).containsText("cherry 103");
        assertThat(pill).isHidden();
        window.keyboard().press("l");
        assertThat(window.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Resume")))
                .isVisible();
    }

    @Test
    void eventDuringARefresh_staysVisible() {
        page.send(events("mulberry", 0, 3), "mulberry");
        Page window = page.signedIn("logs?from=-15m&query=mulberry");
        assertThat(rows(window).first()).containsText("mulberry 2");
        AtomicReference<Runnable> response = new AtomicReference<>();
        window.route(Pattern.compile("/api/v1/logs\\?"), route -> {
            APIResponse early = route.fetch();
            response.set(() -> route.fulfill(new Route.FulfillOptions().setResponse(early)));
        });
        button(window, "Live").click();
        window.waitForCondition(() -> response.get() != null);

        page.send(events("mulberry", 3, 1));
        assertThat(rows(window).first()).containsText("mulberry 3");
        Response late = window.waitForResponse(
                answer -> answer.url().contains("/api/v1/logs?"),
                () -> response.get().run());
        late.finished();
        assertThat(window.locator(".results:not(.refreshing)")).isVisible();

        assertThat(rows(window).first()).containsText("mulberry 3");
    }

    /** The server answers from a cache for a second, so that the first request after the stream opened may lack the event. */
    @Test
    void eventBeforeTheStreamOpens_isShown() {
        page.send(events("damson", 0, 3), "damson");
        Page window = page.signedIn("logs?from=-15m&query=damson");
        assertThat(rows(window).first()).containsText("damson 2");
        window.route(Pattern.compile("/api/v1/logs/tail"), route -> {
            page.send(events("damson", 3, 1), "\"damson 3\"");
            route.resume();
        });

        button(window, "Live").click();

        assertThat(rows(window).first()).containsText("damson 3");
    }

    @Test
    void duplicateEvent_isNotCountedAsNew() {
        Page window = page.signedIn("logs?from=-15m&query=quince&live=true");

        assertThat(window.getByText("Waiting for matching events")).isVisible();
        assertThat(window.evaluate("""
                async () => {
                  const { Tail } = await import("/app/pages/logs/tail.js");
                  const host = { addController() {}, requestUpdate() {} };
                  const tail = new Tail(host, () => null, { onEvents() {}, recentIds: () => new Set(["a"]) });
                  tail.pause(true);
                  tail.add({ id: "a" });
                  tail.add({ id: "b" });
                  return tail.missed;
                }""")).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("unchecked")
    void liveTail_showsAllEventsOfABurst() {
        Page window = page.signedIn("logs?from=-15m&query=cranberry&live=true");
        assertThat(window.getByText("Waiting for matching events")).isVisible();

        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int second = 0; second < SECONDS; second++) {
                Instant end = Instant.now().plusSeconds(1);
                page.send(events("cranberry", second * EVENTS_PER_SECOND, EVENTS_PER_SECOND));
                LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
            }
        });
        List<Double> delays = ((List<Number>) window.evaluate("""
                async (seconds) => {
                  const delays = [];
                  const end = performance.now() + seconds * 1000;
                  while (performance.now() < end) {
                    const start = performance.now();
                    await new Promise((ran) => setTimeout(ran, 20));
                    delays.push(performance.now() - start - 20);
                  }
                  return delays;
                }""", SECONDS + 1))
                .stream().map(Number::doubleValue).sorted().toList();
        sending.join();

        System.out.printf(
                "Delay of the page at %d events/s: median %.1f ms, p95 %.1f ms, max %.0f ms%n",
                EVENTS_PER_SECOND,
                delays.get(delays.size() / 2),
                delays.get(delays.size() * 95 / 100),
                delays.getLast());
        assertThat(window.locator(".results footer")).containsText("1,500");
    }

    @Test
    void export_containsAllMatches() throws IOException {
        page.send(events("melon", 0, 1_200), "melon");
        Page window = page.signedIn("logs?from=-1h&query=melon");
        button(window, "Export").click();
        Download file = window.waitForDownload(() -> window.getByText("NDJSON").click());

        assertThat(Files.readAllLines(file.path())).hasSize(1_200).allMatch(line -> line.contains("melon"));
        assertThat(file.suggestedFilename()).endsWith(".ndjson");
    }

    private static List<String> events(String word, int from, int count) {
        Instant now = Instant.now();
        return IntStream.range(from, from + count)
                .mapToObj(
                        number -> PageLogs.event(now.plusMillis(number - from), "tail-1", "INFO", word + " " + number))
                .toList();
    }

    private static Locator rows(Page window) {
        return window.locator(".log-row:not(.head)");
    }

    private static Locator button(Page window, String name) {
        return window.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
