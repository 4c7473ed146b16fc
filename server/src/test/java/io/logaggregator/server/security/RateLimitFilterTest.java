package io.logaggregator.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.web.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

class RateLimitFilterTest {

    private final UUID one = UUID.randomUUID();

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void key_isLimitedAndTheResponseHasTheRest() throws Exception {
        RateLimitFilter limit = new RateLimitFilter(2);

        assertThat(ask(limit, one).getHeader("RateLimit-Policy")).isEqualTo("\"requests\";q=2;w=60");
        assertThat(ask(limit, one).getHeader("RateLimit")).startsWith("\"requests\";r=0;t=");
        assertThatThrownBy(() -> ask(limit, one))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Rate limit exceeded: 2 requests per minute and key. Try again in 30 s.");
    }

    @Test
    void keys_haveSeparateLimits() throws Exception {
        RateLimitFilter limit = new RateLimitFilter(1);
        ask(limit, one);

        assertThat(ask(limit, UUID.randomUUID()).getHeader("RateLimit")).startsWith("\"requests\";r=0");
    }

    @Test
    void zero_meansNoLimit() throws Exception {
        assertThat(ask(new RateLimitFilter(0), one).getHeader("RateLimit")).isNull();
    }

    private static MockHttpServletResponse ask(RateLimitFilter limit, UUID id) throws Exception {
        ApiKey key = new ApiKey(
                id,
                "reader",
                Set.of(Scope.READ),
                Glob.ANY,
                Glob.ANY,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        SecurityContextHolder.getContext().setAuthentication(new Caller(key, "192.0.2.1"));
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
        return response;
    }
}
