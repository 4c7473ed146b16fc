package io.logaggregator.server.logs.query;

import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.EOF;
import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.RPAREN;
import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.TERM;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.queryparser.charstream.FastCharStream;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserTokenManager;
import org.apache.lucene.queryparser.flexible.standard.parser.Token;
import org.apache.lucene.queryparser.flexible.standard.parser.TokenMgrError;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Adds the header {@code Query-Notice} to responses for valid queries that probably do not mean what they say: with {@code and},
 * {@code or} or {@code not} in lower case, which are words. Log messages contain such words, so they are no error.
 */
@Configuration(proxyBeanMethods = false)
class QueryNotice implements WebMvcConfigurer, HandlerInterceptor {

    static final String HEADER = "Query-Notice";

    private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/logs", "/api/v1/logs/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getParameter("query");
        if (query != null && query.length() <= QueryScan.MAX_LENGTH) {
            of(query).ifPresent(notice -> response.setHeader(HEADER, notice));
        }
        return true;
    }

    /** The notice about the first such word. Invalid queries have an error of their own. */
    static Optional<String> of(String query) {
        StandardSyntaxParserTokenManager tokens =
                new StandardSyntaxParserTokenManager(new FastCharStream(new StringReader(query)));
        try {
            boolean hasOperand = false;
            Token token = tokens.getNextToken();
            while (token.kind != EOF) {
                Token following = tokens.getNextToken();
                String operator = token.image.toUpperCase(Locale.ROOT);
                boolean between =
                        following.kind != EOF && following.kind != RPAREN && (hasOperand || operator.equals("NOT"));
                if (token.kind == TERM && between && OPERATORS.contains(operator)) {
                    return Optional.of("at character " + token.beginColumn + ": \"" + token.image
                            + "\" is searched as a word; the operator is " + operator);
                }
                hasOperand = true;
                token = following;
            }
        } catch (TokenMgrError e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
